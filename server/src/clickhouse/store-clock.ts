import { z } from 'zod';
import type { ClickHouse } from './client.ts';

const milliseconds = z.object({ ms: z.number() });
const arrivals = z.object({ ms: z.number(), rows: z.number() });

/** The store's own clock in milliseconds: `ingested_at` is set by it. */
export async function storeClock(clickhouse: ClickHouse): Promise<number> {
  const sql = 'SELECT toUnixTimestamp64Milli(now64(3)) AS ms';
  return (await clickhouse.query(sql, {}, milliseconds))[0]?.ms ?? 0;
}

/** The same, and how many rows of requests the store took at `since` or later by that clock. */
export async function clockAndArrivals(
  clickhouse: ClickHouse,
  since: number,
): Promise<{ readonly clockMs: number; readonly rows: number }> {
  const [row] = await clickhouse.query(
    `SELECT toUnixTimestamp64Milli(now64(3)) AS ms, (
       SELECT toUInt32(count()) FROM api_requests
       WHERE ingested_at >= fromUnixTimestamp64Milli({since: Int64})
     ) AS rows`,
    { since },
    arrivals,
  );
  return { clockMs: row?.ms ?? 0, rows: row?.rows ?? 0 };
}
