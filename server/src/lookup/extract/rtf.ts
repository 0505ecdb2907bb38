/** The text of Rich Text Format, or undefined where `text` is none. Linear time. */
export function rtfText(text: string): string | undefined {
  if (!text.includes('{\\rtf')) return undefined;
  return text
    .replace(/\\u(-?\d{1,5})(?: |\?|\\'[0-9a-f]{2})?/gi, (_, point) =>
      String.fromCharCode(Number(point) & 0xffff),
    )
    .replace(/\\(?:par|line|tab|cell|row)(?![a-z]) ?|\\(?=\r?\n)/g, '\n')
    .replace(/\\'[0-9a-f]{2}/gi, '\ufffd')
    .replace(/\\[a-z]{1,32}(?:-?\d{1,10})? ?/g, '')
    .replace(/\n{2,3}/g, '\n')
    .replace(/(?<!\\)[{}]/g, '')
    .replace(/\\([{}\\])/g, '$1');
}
