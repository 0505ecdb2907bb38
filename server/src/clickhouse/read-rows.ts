import { z } from 'zod';
import { LoopTurns } from '../workers/loop-turns.ts';

/** A result in JSONEachRow, as it came. */
export interface ReceivedRows {
  readonly text: string;
  /** So many rows the store says that it found; 0 where it does not say. */
  readonly announced: number;
}

/** The part of a driver's result that is needed; the embedded engine has no headers. */
interface Result {
  text(): Promise<string>;
  readonly response_headers?: Readonly<Record<string, unknown>>;
}

const summary = z.object({ result_rows: z.coerce.number() });

/** Reads `result` to its end. */
export async function received(result: Result): Promise<ReceivedRows> {
  const said = result.response_headers?.['x-clickhouse-summary'];
  return { text: await result.text(), announced: announcedIn(said) };
}

function announcedIn(said: unknown): number {
  if (typeof said !== 'string') return 0;
  try {
    return summary.parse(JSON.parse(said)).result_rows;
  } catch {
    return 0;
  }
}

/**
 * The rows of a result, each checked, while the event loop goes on turning: a trace may have ten thousand
 * spans. Throws SyntaxError where the result is cut off: a server without disk space answers with status 200
 * and fewer rows than it found, or none.
 */
export async function readRows<T>(
  { text, announced }: ReceivedRows,
  row: z.ZodType<T>,
): Promise<T[]> {
  const rows: T[] = [];
  const turns = new LoopTurns();
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    const stop = end < 0 ? text.length : end;
    if (stop > at) rows.push(row.parse(JSON.parse(text.slice(at, stop))));
    at = stop + 1;
    if (turns.due) await turns.take();
  }
  if (rows.length < announced) throw new SyntaxError(`${rows.length} of ${announced} rows came`);
  return rows;
}
