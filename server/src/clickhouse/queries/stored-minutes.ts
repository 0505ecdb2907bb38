import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { type TimeRange, textsOf, WITHIN } from './time-range.ts';

const row = z.object({ minute: z.number() });

/** The beginnings of the minutes of `range` in which there are requests, oldest first. */
export async function storedMinutes(clickhouse: ClickHouse, range: TimeRange): Promise<number[]> {
  const rows = await clickhouse.query(
    `SELECT DISTINCT toUnixTimestamp(toStartOfMinute(Timestamp)) AS minute FROM api_requests
     WHERE ${WITHIN}
     ORDER BY minute`,
    textsOf(range),
    row,
  );
  return rows.map(({ minute }) => minute * 1000);
}
