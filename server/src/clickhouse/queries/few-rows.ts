/** For statements that read little, and leave what is more to another statement. */
import { StoreRefused } from '../client.ts';

/** So many rows are read at once; of more, places and bytes have to be shared out. */
export const FEW_ROWS = 100;

/** ClickHouse's number for a result that is over its limit. */
const TOO_MANY = 396;

/** Settings of a statement whose result is refused beyond so many bytes. */
export function atMostBytes(bytes: number): string {
  return `max_result_bytes = ${bytes}, result_overflow_mode = 'throw'`;
}

/**
 * The rows, where they are FEW at most and their details have together at most `bytes`; undefined where
 * they do not, or where the store refused them as too many bytes.
 */
export async function rowsIfFew<T extends { readonly size: number }>(
  asked: Promise<T[]>,
  bytes: number,
): Promise<T[] | undefined> {
  try {
    const rows = await asked;
    const sum = rows.reduce((all, { size }) => all + size, 0);
    return rows.length <= FEW_ROWS && sum <= bytes ? rows : undefined;
  } catch (error) {
    if (error instanceof StoreRefused && error.code === TOO_MANY) return undefined;
    throw error;
  }
}

/** Whether a text is at most `bytes` long, whatever it consists of; false when that is not certain. */
export function isWithin(text: string, bytes: number): boolean {
  return text.length * 3 <= bytes;
}
