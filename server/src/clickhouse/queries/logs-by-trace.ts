import type { ClickHouse } from '../client.ts';

/**
 * Where the log records of known traces are. Those without a trace are spread over a cluster by time,
 * so that the engine cannot tell from the table's sharding key where those of a trace are: it is told.
 */
export function logsByTrace({ cluster }: Pick<ClickHouse, 'cluster'>): string {
  if (cluster === undefined) return 'otel_logs';
  return `cluster('${cluster}', currentDatabase(), otel_logs_local, cityHash64(TraceId))`;
}
