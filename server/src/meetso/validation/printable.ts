/** A caller's text cut to what may stand in messages and events: 64 printable characters. */
export function printable(text: string): string {
  const clean = [...text.slice(0, 256)].map((c) => (/[\p{C}\p{Zl}\p{Zp}]/u.test(c) ? '·' : c));
  return clean.length > 64 ? `${clean.slice(0, 63).join('')}…` : clean.join('');
}
