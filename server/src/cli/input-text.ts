import { textOfBytes } from '@request-desk/shared/bytes-text';

/** How files of gzip, zip, zstd, bzip2 and xz begin. */
const COMPRESSED = ['1f8b', '504b0304', '28b52ffd', '425a68', 'fd377a58'];

/** The text of standard input, in UTF-8, UTF-16 or Latin-1; undefined when it is compressed. */
export function inputText(bytes: Buffer): string | undefined {
  const start = bytes.subarray(0, 4).toString('hex');
  return COMPRESSED.some((magic) => start.startsWith(magic)) ? undefined : textOfBytes(bytes);
}
