/** A soft break within a quoted mail, with the marks of the quote. */
export const QUOTED_SOFT_BREAK =
  /=[ \t]{0,8}(?:\r?\n|(?:\\{1,4}r)?\\{1,4}n)(?:[>|+]|&gt;)(?:[> |+]|&gt;){0,16}/g;

/** A soft break; within JSON it is spelled out. */
const SOFT_BREAK = /=[ \t]{0,8}(?:\r?\n|(?:\\{1,4}r)?\\{1,4}n)/g;

/** Text with the soft breaks and `=XX` of quoted-printable undone. RFC 2045, 6.7. */
export function decodeQuotedPrintable(text: string): string {
  return text
    .replace(SOFT_BREAK, '')
    .replace(/(?:=[0-9a-f]{2})+/gi, (run) => bytesText(run.replaceAll('=', '')));
}

/** The text of bytes in hex digits: UTF-8, else Latin-1, whose characters need only not be letters of an id. */
export function bytesText(hex: string): string {
  const bytes = Buffer.from(hex, 'hex');
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? bytes.toString('latin1') : text;
}
