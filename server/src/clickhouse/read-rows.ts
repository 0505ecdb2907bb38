import { setImmediate as turn } from 'node:timers/promises';
import type { z } from 'zod';

/** So long at a time: what else the process answers waits for it. */
const HELD_MS = 8;

/**
 * The rows of a result in JSONEachRow, each checked, while the event loop goes on turning: a trace may
 * have ten thousand spans. Throws SyntaxError where the result is cut off.
 */
export async function readRows<T>(result: string, row: z.ZodType<T>): Promise<T[]> {
  const rows: T[] = [];
  let began = performance.now();
  for (let at = 0; at < result.length; ) {
    const end = result.indexOf('\n', at);
    const stop = end < 0 ? result.length : end;
    if (stop > at) rows.push(row.parse(JSON.parse(result.slice(at, stop))));
    at = stop + 1;
    if (performance.now() - began < HELD_MS) continue;
    await turn();
    began = performance.now();
  }
  return rows;
}
