import type { z } from 'zod';
import { LoopTurns } from '../workers/loop-turns.ts';

/**
 * The rows of a result in JSONEachRow, each checked, while the event loop goes on turning: a trace may
 * have ten thousand spans. Throws SyntaxError where the result is cut off.
 */
export async function readRows<T>(result: string, row: z.ZodType<T>): Promise<T[]> {
  const rows: T[] = [];
  const turns = new LoopTurns();
  for (let at = 0; at < result.length; ) {
    const end = result.indexOf('\n', at);
    const stop = end < 0 ? result.length : end;
    if (stop > at) rows.push(row.parse(JSON.parse(result.slice(at, stop))));
    at = stop + 1;
    if (turns.due) await turns.take();
  }
  return rows;
}
