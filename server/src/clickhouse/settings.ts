import { ClickHouseLogLevel } from '@clickhouse/client';

/** Days, buckets and rendered times are UTC wherever the engine runs. */
const SETTINGS = { session_timezone: 'UTC' } as const;

/** An insert is done when every shard has its rows; subqueries see the rows of all shards. */
const CLUSTER_SETTINGS = {
  distributed_foreground_insert: 1,
  distributed_product_mode: 'global',
} as const;

/** What every statement of ours runs with. */
export function settingsFor(cluster: string | undefined) {
  return { ...SETTINGS, ...(cluster ? CLUSTER_SETTINGS : {}) };
}

/** Every fault is thrown, and whoever catches it says so in our own log. */
export const QUIET = { level: ClickHouseLogLevel.OFF };
