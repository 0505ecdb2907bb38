/** A line of CSV (RFC 4180) with its end. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/**
 * Where a formula begins, also behind what separates cells for a spreadsheet of another language: it takes
 * no quote in the middle of a line for one, so quotes alone do not keep the rest in its cell. Behind a comma,
 * too: text is copied out of its quotes.
 */
const FORMULA = /(^|[,;|\t\r\n])([ "\u00a0\u200b\ufeff]*)(?=[=+\-@\uff0b\uff0d\uff1d\uff20])/g;

/** Text that a spreadsheet would run as a formula is marked as text. */
function csvCell(text: string): string {
  const safe = text.replace(/^(?=[\t\r])/, "'").replace(FORMULA, "$1'$2");
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
