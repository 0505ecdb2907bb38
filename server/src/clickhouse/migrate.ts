import { hash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ClickHouse } from './client.ts';
import { localTable, onCluster, statementsOf } from './schema-statements.ts';

const SCHEMA = join(import.meta.dirname, '../../schema');
/** Tables that expire after RETENTION_DAYS, by the column that says when; others say so in their file. */
export const EXPIRING = {
  otel_traces: 'toDateTime(Timestamp)',
  otel_logs: 'toDateTime(Timestamp)',
  api_requests: 'toDateTime(Timestamp)',
  error_rates_10s: 'Bucket',
  error_rates_1m: 'Bucket',
  error_rates_1h: 'Bucket',
  request_stats_1h: 'Bucket',
  latency_10m: 'Bucket',
} as const;

const applied = z.object({ name: z.string(), checksum: z.string() });
const definition = z.object({ ttl: z.string() });

/** Thrown when a schema file differs from what was applied; says which one. */
export class SchemaChanged extends Error {}

/**
 * Brings the store to the newest schema: forward only, each file once. Sets the TTL of every table
 * to `retentionDays`. Throws SchemaChanged when an applied file is not what it was; `directory` is
 * for tests.
 */
export async function migrate(
  clickhouse: ClickHouse,
  retentionDays: number,
  directory = SCHEMA,
): Promise<void> {
  await createRecord(clickhouse);
  const rows = await clickhouse.query(
    'SELECT name, checksum FROM schema_migrations FINAL',
    {},
    applied,
  );
  const done = new Map(rows.map((row) => [row.name, row.checksum]));
  const files = (await readdir(directory)).filter((file) => file.endsWith('.sql')).sort();
  for (const name of files) {
    const sql = await readFile(join(directory, name), 'utf8');
    const checksum = hash('sha256', sql);
    const before = done.get(name);
    if (before === checksum) continue;
    if (before !== undefined) {
      throw new SchemaChanged(
        `server/schema/${name} changed after it was applied; restore it and add a new file instead`,
      );
    }
    for (const statement of statementsOf(sql, clickhouse.cluster)) {
      await clickhouse.command(statement);
    }
    await clickhouse.command(
      'INSERT INTO schema_migrations (name, checksum) VALUES ({name: String}, {checksum: String})',
      { name, checksum },
    );
  }
  await setRetention(clickhouse, retentionDays);
}

async function createRecord(clickhouse: ClickHouse): Promise<void> {
  // On a cluster every node keeps the whole record, so its path has no shard.
  const path = "'/clickhouse/tables/{database}/schema_migrations', '{shard}-{replica}'";
  const engine = clickhouse.cluster
    ? `ReplicatedReplacingMergeTree(${path})`
    : 'ReplacingMergeTree';
  await clickhouse.command(
    `CREATE TABLE IF NOT EXISTS schema_migrations${onCluster(clickhouse.cluster)}
       (name String, checksum String, applied_at DateTime DEFAULT now())
     ENGINE = ${engine} ORDER BY name`,
  );
}

/** Changes the TTL where it differs; a shorter one applies to what is already stored, too. */
async function setRetention(clickhouse: ClickHouse, days: number): Promise<void> {
  for (const [table, column] of Object.entries(EXPIRING)) {
    const name = localTable(table, clickhouse.cluster);
    const [stored] = await clickhouse.query(
      `SELECT extract(create_table_query, 'TTL (.*?) SETTINGS') AS ttl
       FROM system.tables WHERE database = currentDatabase() AND name = {name: String}`,
      { name },
      definition,
    );
    if (stored?.ttl === `${column} + toIntervalDay(${days})`) continue;
    await clickhouse.command(
      `ALTER TABLE ${name}${onCluster(clickhouse.cluster)}
       MODIFY TTL ${column} + toIntervalDay(${Math.trunc(days)})`,
    );
  }
}
