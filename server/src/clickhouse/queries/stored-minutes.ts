import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { textsOf, WITHIN } from './time-range.ts';

const row = z.object({ minute: z.number() });

/** The beginnings of the minutes from `fromMs` until `toMs` in which there are requests, oldest first. */
export async function storedMinutes(
  clickhouse: ClickHouse,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Promise<number[]> {
  const rows = await clickhouse.query(
    `SELECT DISTINCT toUnixTimestamp(toStartOfMinute(Timestamp)) AS minute FROM api_requests
     WHERE ${WITHIN}
     ORDER BY minute`,
    textsOf({ from: fromMs, to: toMs }),
    row,
  );
  return rows.map(({ minute }) => minute * 1000);
}
