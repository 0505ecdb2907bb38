import { describe, expect, it } from 'vitest';
import { SchemaFault } from './schema-fault.ts';
import { statementsOf } from './schema-statements.ts';
import { withDirectives } from './table-storage.ts';

const NOVEL = `-- Counts.
-- cluster: sharded by cityHash64(Bucket)
-- expires: RETENTION_DAYS after Bucket
CREATE TABLE novel (
  Bucket DateTime CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree
ORDER BY Bucket;
`;

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

  it('make a new table as its directives say', () => {
    expect(statementsOf(NOVEL, undefined)).toEqual([
      expect.stringMatching(
        /^CREATE TABLE IF NOT EXISTS novel [\s\S]*ENGINE = ReplacingMergeTree\n/,
      ),
    ]);
    const [local, distributed, ...more] = statementsOf(NOVEL, 'desk');
    expect(more).toEqual([]);
    expect(local).toMatch(/^CREATE TABLE IF NOT EXISTS novel_local ON CLUSTER 'desk' \(/);
    expect(local).toContain(
      "ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/novel', '{replica}')",
    );
    expect(distributed).toMatch(
      /^CREATE TABLE IF NOT EXISTS novel ON CLUSTER 'desk' AS novel_local/,
    );
    expect(distributed).toContain(
      "Distributed('desk', currentDatabase(), novel_local, cityHash64(Bucket))",
    );
  });

  it('make a table that each node holds, with its views and columns', () => {
    const made = NOVEL.replace(/sharded by .*/, 'everywhere');
    const tables = withDirectives(made);
    expect(statementsOf(made, 'desk')).toEqual([
      expect.stringContaining(
        "ReplicatedReplacingMergeTree('/clickhouse/tables/{database}/novel', '{shard}-{replica}')",
      ),
    ]);
    const later = `ALTER TABLE novel ADD COLUMN a UInt8;
CREATE MATERIALIZED VIEW novel_mv TO novel AS
SELECT Bucket
FROM error_rates_10s;`;
    expect(statementsOf(later, 'desk', tables)).toEqual([
      "ALTER TABLE novel ON CLUSTER 'desk' ADD COLUMN IF NOT EXISTS a UInt8",
      `CREATE MATERIALIZED VIEW IF NOT EXISTS novel_mv ON CLUSTER 'desk' TO novel AS
SELECT Bucket
FROM error_rates_10s_local`,
    ]);
  });

  it('make a new view over the rows of its own node', () => {
    const sql = `CREATE MATERIALIZED VIEW a_mv TO api_requests AS
SELECT Timestamp
FROM otel_logs
WHERE TraceId != '';`;
    expect(statementsOf(sql, 'desk')).toEqual([
      `CREATE MATERIALIZED VIEW IF NOT EXISTS a_mv ON CLUSTER 'desk' TO api_requests_local AS
SELECT Timestamp
FROM otel_logs_local
WHERE TraceId != ''`,
    ]);
  });

  it('make a plain view everywhere, over the rows of all nodes', () => {
    const sql = 'CREATE VIEW times AS\nSELECT TraceId\nFROM otel_traces\nGROUP BY TraceId;';
    expect(statementsOf(sql, 'desk')).toEqual([
      "CREATE VIEW IF NOT EXISTS times ON CLUSTER 'desk' AS\nSELECT TraceId\nFROM otel_traces\nGROUP BY TraceId",
    ]);
    expect(statementsOf(sql, undefined)[0]).toMatch(/^CREATE VIEW IF NOT EXISTS times AS\n/);
  });

  it('drop a column from the rows and from what stands before them, and a table whole', () => {
    expect(statementsOf('ALTER TABLE api_requests\n  DROP COLUMN Path;', 'desk')).toEqual([
      "ALTER TABLE api_requests_local ON CLUSTER 'desk'\n  DROP COLUMN IF EXISTS Path",
      "ALTER TABLE api_requests ON CLUSTER 'desk'\n  DROP COLUMN IF EXISTS Path",
    ]);
    expect(statementsOf('DROP TABLE latency_10m;', 'desk')).toEqual([
      "DROP TABLE IF EXISTS latency_10m ON CLUSTER 'desk' SYNC",
      "DROP TABLE IF EXISTS latency_10m_local ON CLUSTER 'desk' SYNC",
    ]);
  });

  it('grow a key on the rows alone', () => {
    const sql = `ALTER TABLE otel_logs
  ADD COLUMN Own UInt8,
  MODIFY ORDER BY (TraceId, Timestamp, RecordHash, Own);`;
    expect(statementsOf(sql, 'desk')).toEqual([
      `ALTER TABLE otel_logs_local ON CLUSTER 'desk'
  ADD COLUMN IF NOT EXISTS Own UInt8,
  MODIFY ORDER BY (TraceId, Timestamp, RecordHash, Own)`,
      `ALTER TABLE otel_logs ON CLUSTER 'desk'
  ADD COLUMN IF NOT EXISTS Own UInt8`,
    ]);
  });

  it('leave what is stored to the rows', () => {
    const sql = `ALTER TABLE otel_logs
  ADD COLUMN a String DEFAULT ', TTL ' CODEC(ZSTD(1)) TTL toDateTime(Timestamp) + INTERVAL 1 DAY AFTER Body,
  MODIFY COLUMN Body REMOVE TTL;`;
    expect(statementsOf(sql, 'desk')[1]).toBe(
      `ALTER TABLE otel_logs ON CLUSTER 'desk'
  ADD COLUMN IF NOT EXISTS a String DEFAULT ', TTL ' AFTER Body`,
    );
    const setting = 'MODIFY COLUMN Body MODIFY SETTING min_compress_block_size = 4096';
    expect(statementsOf(`ALTER TABLE otel_logs ${setting};`, 'desk')).toHaveLength(1);
    const only = 'ALTER TABLE otel_logs\n  MODIFY COLUMN Body REMOVE TTL;';
    expect(statementsOf(only, 'desk')).toEqual([
      "ALTER TABLE otel_logs_local ON CLUSTER 'desk'\n  MODIFY COLUMN Body REMOVE TTL",
    ]);
  });
});

describe('a schema file', () => {
  it('may say itself that its statements can be repeated', () => {
    const said = NOVEL.replace('CREATE TABLE', 'CREATE TABLE IF NOT EXISTS');
    const drop = ['DROP VIEW IF EXISTS a_mv;', 'DROP VIEW a_mv;'] as const;
    for (const cluster of [undefined, 'desk']) {
      expect(statementsOf(said, cluster)).toEqual(statementsOf(NOVEL, cluster));
      expect(statementsOf(drop[0], cluster)).toEqual(statementsOf(drop[1], cluster));
    }
  });

  it('may have the words of its changes and semicolons in strings and comments', () => {
    const sql = `ALTER TABLE otel_logs
  ADD COLUMN a String /* x; y */ COMMENT 'see ADD COLUMN Y; or
DROP INDEX b;
',
  ADD COLUMN b UInt8 -- not DROP COLUMN of another's;
;`;
    const repeatable = sql
      .slice(0, -2)
      .replaceAll(/^ {2}ADD COLUMN/gm, '  ADD COLUMN IF NOT EXISTS');
    expect(statementsOf(sql, undefined)).toEqual([repeatable]);
  });

  it.each([
    'DROP VIEW a_mv; DROP VIEW b_mv;',
    'ALTER TABLE otel_logs ADD COLUMN a UInt8; DROP TABLE otel_logs',
    'DROP VIEW a_mv; -- and all others',
    "ALTER TABLE otel_logs ON CLUSTER 'desk' ADD COLUMN a UInt8;",
    'DROP TABLE otel_logs ON CLUSTER desk;',
    NOVEL.replace('novel', 'novel ON CLUSTER desk'),
    NOVEL.replace('novel', "novel\non  cluster '{cluster}'"),
    'CREATE VIEW v ON CLUSTER desk AS\nSELECT 1;',
    'CREATE MATERIALIZED VIEW v TO api_requests AS\nSELECT 1\nFROM otel_logs\n, otel_traces;',
    'CREATE MATERIALIZED VIEW v TO api_requests AS\nSELECT 1\nFROM otel_logs\nAS l, otel_traces;',
    'CREATE MATERIALIZED VIEW v TO api_requests AS\nSELECT 1\nFROM otel_logs\nWHERE a IN otel_traces;',
    'CREATE MATERIALIZED VIEW v TO api_requests AS\nSELECT 1\nFROM otel_logs\nWHERE a in (otel_traces);',
    'CREATE MATERIALIZED VIEW v TO api_requests AS\nSELECT 1\nFROM otel_logs\nWHERE notIn(a, otel_traces);',
    'ALTER TABLE api_requests_mv MODIFY QUERY\nSELECT 1\nFROM otel_logs\n, otel_traces;',
    'CREATE TABLE otel_logs (a UInt8) ENGINE = MergeTree ORDER BY a;',
    'CREATE TABLE otel_logs (\n  a UInt8\n)\nENGINE = ReplacingMergeTree\norder by a;',
    'create table otel_logs (a UInt8) ENGINE = ReplacingMergeTree ORDER BY a;',
    NOVEL.replace('CREATE TABLE', 'create table'),
    NOVEL.replace('ORDER BY Bucket', 'ORDER BY Bucket\nttl Bucket + INTERVAL 1 DAY'),
    NOVEL.replace('novel', 'desk.novel'),
    'ALTER TABLE otel_logs ADD COLUMN a UInt8, MODIFY SETTING b = 1;',
    'ALTER TABLE otel_logs ADD COLUMN a UInt8, RENAME COLUMN b TO c;',
    'ALTER TABLE otel_logs RENAME COLUMN b TO c;',
    'ALTER TABLE otel_logs DELETE WHERE 1;',
    'ALTER TABLE otel_logs MODIFY TTL Timestamp + INTERVAL 1 DAY;',
    'alter table otel_logs add column a UInt8;',
    'CREATE MATERIALIZED VIEW v TO api_requests AS SELECT 1 FROM otel_logs WHERE 1;',
    'CREATE MATERIALIZED VIEW v TO api_requests AS\nSELECT 1\nFROM otel_logs\nJOIN a USING b;',
    'CREATE VIEW v AS\nSELECT 1\nFROM otel_logs\nJOIN otel_traces USING TraceId;',
    'CREATE VIEW v AS\nSELECT 1\nFROM otel_logs\nWHERE a IN (SELECT a FROM api_requests);',
    'CREATE VIEW v AS\nSELECT 1\nFROM otel_logs\nWHERE a IN otel_traces;',
    'CREATE MATERIALIZED VIEW v TO api_requests AS\nSELECT 1\nFROM otel_logs\njoin a USING b;',
    'CREATE MATERIALIZED VIEW v TO api_requests AS\nSELECT 1\nFROM a\nUNION ALL SELECT 1\nFROM b;',
    'CREATE MATERIALIZED VIEW v ENGINE = ReplacingMergeTree ORDER BY a AS\nSELECT 1 AS a\nFROM otel_logs;',
    'CREATE OR REPLACE VIEW v AS SELECT 1;',
    'RENAME TABLE a TO b;',
    'INSERT INTO erased_orgs VALUES (1);',
    'TRUNCATE TABLE otel_logs;',
    'OPTIMIZE TABLE otel_logs FINAL;',
  ])('is refused, on one server as on a cluster, for: %s', (sql) => {
    for (const cluster of [undefined, 'desk'])
      expect(() => statementsOf(sql, cluster)).toThrow(SchemaFault);
  });
});
