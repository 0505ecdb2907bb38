import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { localTable, onCluster } from './schema-statements.ts';

/** Tables that expire after RETENTION_DAYS, by the column that says when; others say so in their file. */
export const EXPIRING = {
  otel_traces: 'toDateTime(Timestamp)',
  otel_logs: 'toDateTime(Timestamp)',
  api_requests: 'toDateTime(Timestamp)',
  error_rates_10s: 'Bucket',
  error_rates_checksums: 'Bucket',
  error_rates_1m: 'Bucket',
  error_rates_1h: 'Bucket',
  request_stats_1h: 'Bucket',
  latency_10m: 'Bucket',
} as const;

const definition = z.object({ name: z.string(), ttl: z.string() });

/** Changes the TTL where it differs; a shorter one applies to what is already stored, too. */
export async function setRetention(clickhouse: ClickHouse, days: number): Promise<void> {
  const columns = new Map<string, string>(
    Object.entries(EXPIRING).map(([table, of]) => [localTable(table, clickhouse.cluster), of]),
  );
  const stored = await clickhouse.query(
    `SELECT name, extract(create_table_query, 'TTL (.*?) SETTINGS') AS ttl
     FROM system.tables WHERE database = currentDatabase() AND name IN {names: Array(String)}`,
    { names: [...columns.keys()] },
    definition,
  );
  for (const { name, ttl } of stored) {
    const column = columns.get(name);
    if (ttl === `${column} + toIntervalDay(${days})`) continue;
    await clickhouse.command(
      `ALTER TABLE ${name}${onCluster(clickhouse.cluster)}
       MODIFY TTL ${column} + toIntervalDay(${Math.trunc(days)})`,
    );
  }
}
