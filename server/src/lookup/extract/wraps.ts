/** A line break within an id: with an encoding's own mark, a hyphen, or the space of format=flowed. */
export const WRAP = String.raw`(?:[=\u2010-]|\\{1,4}| {1,2})?\r?\n[>|#*+\t ]{0,16}`;

/**
 * An id that a mail client wrapped goes on in the next line. The next line's first word may also be
 * a word, so a join without an encoding's own mark needs digits in what is joined.
 */
export function joinWraps(tail: string, length: number): { body: string; certain: boolean } {
  const [first = '', ...rest] = tail.split(new RegExp(WRAP));
  if (first.length >= length) return { body: first, certain: true };
  let body = first;
  for (const part of rest) {
    body += part;
    if (body.length >= length) {
      const marked = /[=\\]\r?\n/.test(tail);
      return { body, certain: marked || (/\d/.test(part) && part.length >= 3) };
    }
  }
  return { body: first, certain: true };
}
