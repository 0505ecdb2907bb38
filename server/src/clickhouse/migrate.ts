import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ClickHouse } from './client.ts';

const SCHEMA = join(import.meta.dirname, '../../schema');
const EXPIRING = {
  otel_traces: 'toDateTime(Timestamp)',
  otel_logs: 'toDateTime(Timestamp)',
  api_requests: 'toDateTime(Timestamp)',
  error_rates_10s: 'Bucket',
  error_rates_1m: 'Bucket',
  error_rates_1h: 'Bucket',
} as const;

const applied = z.object({ name: z.string(), checksum: z.string() });

/**
 * Brings the store to the newest schema: forward only, each file once, refusing files that changed
 * after they were applied. Sets the TTL of every table to `retentionDays`.
 */
export async function migrate(clickhouse: ClickHouse, retentionDays: number): Promise<void> {
  await clickhouse.command(
    `CREATE TABLE IF NOT EXISTS schema_migrations
       (name String, checksum String, applied_at DateTime DEFAULT now())
     ENGINE = ReplacingMergeTree ORDER BY name`,
  );
  const rows = await clickhouse.query(
    'SELECT name, checksum FROM schema_migrations FINAL',
    {},
    applied,
  );
  const done = new Map(rows.map((row) => [row.name, row.checksum]));
  const files = (await readdir(SCHEMA)).filter((file) => file.endsWith('.sql')).sort();
  for (const name of files) {
    const sql = await readFile(join(SCHEMA, name), 'utf8');
    const checksum = createHash('sha256').update(sql).digest('hex');
    const before = done.get(name);
    if (before === checksum) continue;
    if (before !== undefined) {
      throw new Error(
        `server/schema/${name} changed after it was applied; restore it and add a new file instead`,
      );
    }
    for (const statement of statementsOf(sql)) await clickhouse.command(statement);
    await clickhouse.command(
      'INSERT INTO schema_migrations (name, checksum) VALUES ({name: String}, {checksum: String})',
      { name, checksum },
    );
  }
  await setRetention(clickhouse, retentionDays);
}

/** Splits a schema file at semicolons that end a line; created objects may already exist. */
function statementsOf(sql: string): string[] {
  return sql
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement.replaceAll(/^--.*$/gm, '').trim() !== '')
    .map((statement) =>
      // A kill between a statement and its record must not stop the next start.
      statement.replace(/^CREATE (TABLE|MATERIALIZED VIEW) /m, 'CREATE $1 IF NOT EXISTS '),
    );
}

async function setRetention(clickhouse: ClickHouse, days: number): Promise<void> {
  for (const [table, column] of Object.entries(EXPIRING)) {
    await clickhouse.command(
      `ALTER TABLE ${table} MODIFY TTL ${column} + INTERVAL ${Math.trunc(days)} DAY`,
      {},
      { materialize_ttl_after_modify: 0 },
    );
  }
}
