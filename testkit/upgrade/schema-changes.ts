import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { OpenedStore } from '../../server/src/clickhouse/client.ts';
import { migrate } from '../../server/src/clickhouse/schema/migrate.ts';
import { deliver } from '../engines/store-delivery.ts';

const SCHEMA = join(import.meta.dirname, '../../server/schema');
const EVENTS = "WHERE EventName = 'request_desk.request'";

/** One file for each kind of change that a later release may make, in their order. */
const FILES = {
  '901_new_table_and_view.sql': `-- Traces of failed requests.
-- cluster: beside its source, sharded by cityHash64(trace)
-- expires: RETENTION_DAYS after day
CREATE TABLE failed_traces (
  trace String CODEC(ZSTD(1)),
  day Date
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(day)
ORDER BY trace
SETTINGS ttl_only_drop_parts = 1;

CREATE MATERIALIZED VIEW failed_traces_mv TO failed_traces AS
SELECT TraceId AS trace, toDate(Timestamp) AS day
FROM otel_logs
${EVENTS};`,
  '902_new_column_and_changed_view.sql': `ALTER TABLE failed_traces
  ADD COLUMN org String DEFAULT 'nobody' CODEC(ZSTD(1)),
  ADD COLUMN kept UInt8,
  ADD COLUMN passing String TTL day + INTERVAL 1 DAY;

ALTER TABLE failed_traces ADD INDEX by_org org TYPE bloom_filter(0.01) GRANULARITY 4;

ALTER TABLE failed_traces MODIFY COLUMN trace CODEC(ZSTD(3));

ALTER TABLE failed_traces MODIFY COLUMN org MODIFY SETTING min_compress_block_size = 131072;

ALTER TABLE failed_traces_mv MODIFY QUERY
SELECT TraceId AS trace, toDate(Timestamp) AS day,
  LogAttributes['request_desk.org.id'] AS org, toUInt8(1) AS kept
FROM otel_logs
${EVENTS};`,
  '903_table_of_each_node.sql': `-- Codes that were ever answered.
-- cluster: everywhere
-- expires: by its own TTL
CREATE TABLE known_codes (
  code LowCardinality(String),
  at DateTime
)
ENGINE = ReplacingMergeTree
ORDER BY code
TTL at + INTERVAL 3650 DAY;`,
  '904_plain_view.sql': `CREATE VIEW traces_of_orgs AS
SELECT org, uniqExact(trace) AS traces
FROM failed_traces
GROUP BY org;`,
  '905_dropped_column.sql': 'ALTER TABLE failed_traces\n  DROP COLUMN kept;',
  '906_dropped_views.sql': 'DROP VIEW failed_traces_mv;\nDROP VIEW traces_of_orgs;',
  '907_dropped_table.sql': 'DROP TABLE failed_traces;',
} as const;

const count = z.object({ n: z.number() });
const BATCH = 20;

/**
 * Makes each kind of change of the schema on a store whose schema is ours, with deliveries between
 * them, and says in one line each what was found and what had to be. `directory` is for files.
 */
export async function changeSchema(
  clickhouse: OpenedStore,
  directory: string,
): Promise<{ readonly found: string[]; readonly expected: string[] }> {
  const schema = join(directory, 'changed-schema');
  cpSync(SCHEMA, schema, { recursive: true });
  const found: string[] = [];
  let from = 1_000_000;
  const ask = async (sql: string) => (await clickhouse.query(sql, {}, count))[0]?.n;
  const say = async (what: string, sql: string) => found.push(`${what}: ${await ask(sql)}`);
  const apply = async (name: keyof typeof FILES) => {
    writeFileSync(join(schema, name), FILES[name]);
    await migrate(clickhouse, 30, schema);
    await migrate(clickhouse, 30, schema);
  };
  const batch = async () => {
    await deliver(clickhouse, { directory, range: { from, to: from + BATCH } });
    from += BATCH;
  };
  const traces = (where = '') => `SELECT count() AS n FROM failed_traces FINAL ${where}`;
  const exists = (name: string) =>
    `SELECT count() AS n FROM system.tables WHERE database = currentDatabase() AND name LIKE '${name}%'`;

  await batch();
  const before = await ask(`SELECT count() AS n FROM otel_logs FINAL ${EVENTS}`);
  await apply('901_new_table_and_view.sql');
  await say('backfilled', traces());
  await batch();
  await say(
    'by the new view beyond that',
    `SELECT count() - ${before} AS n FROM failed_traces FINAL`,
  );
  await apply('902_new_column_and_changed_view.sql');
  await say(
    'of another codec',
    `SELECT count() AS n FROM system.columns WHERE database = currentDatabase()
       AND table LIKE 'failed_traces%' AND name = 'trace' AND compression_codec = 'CODEC(ZSTD(3))'`,
  );
  await say('with the default', traces(`WHERE org = 'nobody' AND kept = 0`));
  await batch();
  await say('by the changed view', traces(`WHERE org = 'org_a' AND kept = 1`));
  await apply('903_table_of_each_node.sql');
  await clickhouse.command(`INSERT INTO known_codes VALUES ('not_found', now())`);
  await say('in a table of each node', 'SELECT count() AS n FROM known_codes FINAL');
  await apply('904_plain_view.sql');
  await say('through a plain view', `SELECT traces AS n FROM traces_of_orgs WHERE org = 'org_a'`);
  await apply('905_dropped_column.sql');
  await batch();
  await say('without the dropped column', traces(`WHERE org = 'org_a'`));
  await apply('906_dropped_views.sql');
  await batch();
  await say('without the view', traces(`WHERE org = 'org_a'`));
  await apply('907_dropped_table.sql');
  await say('tables and views left', `${exists('failed_traces')} OR name = 'traces_of_orgs'`);
  const expected = [
    `backfilled: ${before}`,
    `by the new view beyond that: ${BATCH}`,
    'of another codec: 1',
    `with the default: ${(before ?? 0) + BATCH}`,
    `by the changed view: ${BATCH}`,
    'in a table of each node: 1',
    `through a plain view: ${BATCH}`,
    `without the dropped column: ${2 * BATCH}`,
    `without the view: ${2 * BATCH}`,
    'tables and views left: 0',
  ];
  return { found, expected };
}
