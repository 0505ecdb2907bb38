import { z } from 'zod';
import type { ClickHouse } from '../client.ts';

const identity = z.object({ id: z.string(), tables: z.number(), now_ms: z.number() });
const migrated = z.object({ id: z.string() });

/** Which store this is, and what its clock says. */
export interface StoreIdentity {
  /** Another one when the tables were made anew; undefined when there are none. */
  readonly id: string | undefined;
  readonly nowMs: number;
}

const NO_UUID = '00000000-0000-0000-0000-000000000000';

/**
 * The store's identity is that of its table of requests: an empty store has another. The embedded
 * engine gives tables no UUID; there the time of the first migration stands for it.
 */
export async function storeIdentity(clickhouse: ClickHouse): Promise<StoreIdentity> {
  const [row] = await clickhouse.query(
    `SELECT toString(any(uuid)) AS id, count() AS tables,
       toUnixTimestamp64Milli(now64(3)) AS now_ms
     FROM system.tables WHERE database = currentDatabase() AND name = 'api_requests'`,
    {},
    identity,
  );
  if (row === undefined || row.tables === 0) return { id: undefined, nowMs: row?.now_ms ?? 0 };
  if (row.id !== NO_UUID) return { id: row.id, nowMs: row.now_ms };
  const [first] = await clickhouse.query(
    'SELECT toString(toUnixTimestamp(min(applied_at))) AS id FROM schema_migrations',
    {},
    migrated,
  );
  return { id: first?.id, nowMs: row.now_ms };
}
