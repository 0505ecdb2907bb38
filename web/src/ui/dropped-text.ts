/** A paste of more is refused by the server. */
const LARGEST = 10 * 2 ** 20;

/** Why a dropped file is not looked up, in words for the person who dropped it. */
export class NotText extends Error {}

const TYPES = ['text/plain', 'text/html', 'text/uri-list'];

/** The text of dropped files (mails, HAR files, logs), or the dropped text itself. Throws NotText. */
export async function droppedText(data: DataTransfer): Promise<string> {
  if (data.files.length > 0) return await textOfFiles([...data.files]);
  return TYPES.map((type) => data.getData(type)).find((text) => text.trim() !== '') ?? '';
}

/** The text of files that were dropped or pasted. Throws NotText. */
export async function textOfFiles(files: readonly File[]): Promise<string> {
  const size = files.reduce((sum, file) => sum + file.size, 0);
  if (size > LARGEST) throw new NotText('This is more than 10 MB: paste only the relevant part.');
  const texts = await Promise.all(files.map(textOf));
  return texts.join('\n\n');
}

async function textOf(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const utf16 = { fffe: 'utf-16le', feff: 'utf-16be' }[hex(bytes[0]) + hex(bytes[1])];
  const text = new TextDecoder(utf16 ?? 'utf-8').decode(bytes);
  if (utf16 === undefined && bytes.subarray(0, 4_000).includes(0))
    throw new NotText(
      `${file.name} is not a text file: pictures and archives cannot be looked up.`,
    );
  return text;
}

function hex(byte: number | undefined): string {
  return (byte ?? 0).toString(16).padStart(2, '0');
}
