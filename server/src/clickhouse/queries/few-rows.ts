/** For statements that read little, and leave what is more to another statement. */

import { TOO_MANY_BYTES } from '../error-codes.ts';
import { StoreRefused } from '../store-fault.ts';

/** So many rows are read at once; of more, places and bytes have to be shared out. */
export const FEW_ROWS = 100;

/** Settings of a statement whose result is refused beyond so many bytes. */
export function atMostBytes(bytes: number): string {
  return `max_result_bytes = ${bytes}, result_overflow_mode = 'throw'`;
}

/**
 * The rows, where they are FEW at most and have together at most `bytes`; undefined where they do not, or
 * where the store refused them as too many bytes. Copies of a row count as rows.
 */
export async function rowsIfFew<T>(asked: Promise<T[]>, bytes: number): Promise<T[] | undefined> {
  try {
    const rows = await asked;
    return rows.length <= FEW_ROWS && mostBytes(rows) <= bytes ? rows : undefined;
  } catch (error) {
    if (error instanceof StoreRefused && error.code === TOO_MANY_BYTES) return undefined;
    throw error;
  }
}

/** What the store adds to the bytes of one text at most, and what a character is at most. */
const [BYTES_BESIDE, BYTES_OF_CHARACTER] = [32, 3];

/** More bytes than the store counts for a value: without a function of the store, which costs analysis. */
function mostBytes(value: unknown): number {
  if (typeof value === 'string') return value.length * BYTES_OF_CHARACTER + BYTES_BESIDE;
  if (typeof value !== 'object' || value === null) return BYTES_BESIDE;
  let sum = BYTES_BESIDE;
  for (const [name, held] of Object.entries(value)) sum += mostBytes(name) + mostBytes(held);
  return sum;
}

/** The first of the rows that have the same key, as `LIMIT 1 BY` keeps it. */
export function firstOfEach<T>(rows: readonly T[], keyOf: (row: T) => readonly unknown[]): T[] {
  const first = new Map<string, T>();
  for (const row of rows) {
    const key = JSON.stringify(keyOf(row));
    if (!first.has(key)) first.set(key, row);
  }
  return [...first.values()];
}

/** For a sort by several values, the smaller first: less than, equal to or more than 0. */
export function compareValues(
  a: readonly (string | number)[],
  b: readonly (string | number)[],
): number {
  for (const [place, one] of a.entries()) {
    const other = b[place] ?? one;
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}

/** Whether a text is at most `bytes` long, whatever it consists of; false when that is not certain. */
export function isWithin(text: string, bytes: number): boolean {
  return text.length * 3 <= bytes;
}
