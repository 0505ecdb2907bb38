import type { ClickHouse } from '../client.ts';

/**
 * The table of log records, for a query by trace id. On a cluster, records without a trace are sharded by
 * time, so the table's own sharding key prunes no shards; `cluster()` gets one that does.
 */
export function logsByTrace({ cluster }: Pick<ClickHouse, 'cluster'>): string {
  if (cluster === undefined) return 'otel_logs';
  return `cluster('${cluster}', currentDatabase(), otel_logs_local, cityHash64(TraceId))`;
}
