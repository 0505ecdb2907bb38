import { z } from 'zod';
import type { ClickHouse } from './client.ts';

const milliseconds = z.object({ ms: z.number() });

/** The store's own clock in milliseconds: `ingested_at` is set by it. */
export async function storeClock(clickhouse: ClickHouse): Promise<number> {
  const sql = 'SELECT toUnixTimestamp64Milli(now64(3)) AS ms';
  return (await clickhouse.query(sql, {}, milliseconds))[0]?.ms ?? 0;
}
