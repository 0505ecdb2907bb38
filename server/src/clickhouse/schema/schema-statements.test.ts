import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXPIRING } from './retention.ts';
import { SchemaFault, statementsOf } from './schema-statements.ts';

const SCHEMA = join(import.meta.dirname, '../../../schema');

describe('statements on a cluster', () => {
  it('add a column to the rows and to the distributed table', () => {
    const sql = `ALTER TABLE api_requests
      ADD COLUMN Producer LowCardinality(String) CODEC(ZSTD(1)),
      ADD COLUMN Sequence UInt64 CODEC(Delta(8), ZSTD(1));`;
    expect(statementsOf(sql, 'desk')).toEqual([
      `ALTER TABLE api_requests_local ON CLUSTER 'desk'
      ADD COLUMN IF NOT EXISTS Producer LowCardinality(String) CODEC(ZSTD(1)),
      ADD COLUMN IF NOT EXISTS Sequence UInt64 CODEC(Delta(8), ZSTD(1))`,
      `ALTER TABLE api_requests ON CLUSTER 'desk'
      ADD COLUMN IF NOT EXISTS Producer LowCardinality(String),
      ADD COLUMN IF NOT EXISTS Sequence UInt64`,
    ]);
  });

  it('give a changed view the rows of its own node', () => {
    const sql = `ALTER TABLE api_requests_mv MODIFY QUERY
SELECT Timestamp
FROM otel_logs
WHERE EventName = 'x';`;
    expect(statementsOf(sql, 'desk')).toEqual([
      `ALTER TABLE api_requests_mv ON CLUSTER 'desk' MODIFY QUERY
SELECT Timestamp
FROM otel_logs_local
WHERE EventName = 'x'`,
    ]);
  });

  it('change settings of the rows alone, and drop a view everywhere', () => {
    expect(statementsOf('ALTER TABLE otel_logs MODIFY SETTING a = 1, b = 1;', 'desk')).toEqual([
      "ALTER TABLE otel_logs_local ON CLUSTER 'desk' MODIFY SETTING a = 1, b = 1",
    ]);
    expect(statementsOf('DROP VIEW api_requests_mv;', 'desk')).toEqual([
      "DROP VIEW IF EXISTS api_requests_mv ON CLUSTER 'desk'",
    ]);
  });

  it.each([
    'CREATE TABLE novel (a UInt8)\nENGINE = ReplacingMergeTree\nORDER BY a;',
    'CREATE TABLE otel_logs (a UInt8) ENGINE = MergeTree ORDER BY a;',
    'ALTER TABLE otel_logs ADD COLUMN a UInt8, MODIFY SETTING b = 1;',
    'CREATE MATERIALIZED VIEW v TO api_requests AS SELECT 1 FROM otel_logs WHERE 1;',
    'RENAME TABLE a TO b;',
  ])('are refused where nobody said what they mean there: %s', (sql) => {
    expect(() => statementsOf(sql, 'desk')).toThrow(SchemaFault);
  });

  it('leave no table without a time after which its rows expire', () => {
    const files = readdirSync(SCHEMA).map((file) => readFileSync(join(SCHEMA, file), 'utf8'));
    const tables = files
      .flatMap((file) => statementsOf(file, undefined))
      .flatMap((statement) => {
        const name = /^CREATE TABLE IF NOT EXISTS (\w+)/.exec(statement)?.[1];
        return name === undefined ? [] : [{ name, own: /^TTL /m.test(statement) }];
      });
    expect(tables.length).toBeGreaterThan(8);
    for (const { name, own } of tables) expect(own !== name in EXPIRING, name).toBe(true);
  });
});
