/** Values as they stand in a query string: numbers and lists arrive as text. */
import { z } from 'zod';
import { zonedInstant } from './instant.ts';

/** A whole number in a query string. */
export const queryInt = (least: number, most: number) =>
  z.coerce.number<string>().pipe(z.int().min(least).max(most));

const MAX_VALUES = 50;
const MAX_LENGTH = 256;

/** Values separated by commas; a backslash keeps a comma inside of a value. */
export function queryList<T extends string>(item: z.ZodType<T, string>) {
  return z
    .string()
    .max(MAX_VALUES * MAX_LENGTH)
    .transform(splitList)
    .pipe(z.array(item).max(MAX_VALUES))
    .describe('Values separated by commas; \\, is a comma inside of a value; - is "none"');
}

/** One value of a list. */
export const queryText = z.string().max(MAX_LENGTH);

/** A list as it stands in a query string. */
export function joinList(values: readonly string[]): string {
  return values.map((value) => value.replace(/[\\,]/g, '\\$&')).join(',');
}

function splitList(text: string): string[] {
  const values = text.match(/(?:\\.|[^,])+/gs) ?? [];
  return [...new Set(values.map((value) => value.replace(/\\(.)/gs, '$1')))];
}

/** Both optional: the last hour up to now. Times have a zone; the range may be open to the future. */
export const queryRange = {
  from: zonedInstant.optional().describe('Default: one hour before `to`'),
  to: zonedInstant.optional().describe('Excluded; default: now'),
};
