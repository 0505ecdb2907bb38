import { stringify } from 'csv-stringify/sync';

/**
 * Where a formula begins, also behind what separates cells for a spreadsheet of another language: it takes
 * no quote in the middle of a line for one, so quotes alone do not keep the rest in its cell. Behind a comma,
 * too: text is copied out of its quotes. What a spreadsheet may leave out or not show does not hide it.
 */
const FORMULA =
  /(^|[,;\|\t\r\n])([["\p{Zs}\p{Cc}\p{Cf}]--[\t\r\n]]*)(?=[=+\-@\uff0b\uff0d\uff1d\uff20])/gv;

const OPTIONS = {
  record_delimiter: 'windows',
  quote_record_delimiter: true,
  quoted_match: /[;\t]/,
  // `escape_formulas` knows the beginning of a cell alone.
  cast: { string: withoutFormula },
} as const;

/** A line of CSV (RFC 4180) with its end; no spreadsheet runs a cell of it as a formula. */
export function csvLine(cells: readonly string[]): string {
  return stringify([[...cells]], OPTIONS);
}

/** Text that a spreadsheet would run as a formula is marked as text. */
function withoutFormula(text: string): string {
  return text.replace(/^(?=[\t\r])/, "'").replace(FORMULA, "$1'$2");
}
