import { expect, it } from 'vitest';
import { SchemaFault } from './schema-fault.ts';
import { schemaFiles } from './schema-files.ts';
import { tablesOf } from './table-storage.ts';

const shipped = await schemaFiles();

/** Reads the shipped files and one more. */
const withFile = (...texts: string[]) =>
  tablesOf([...shipped, ...texts.map((sql, n) => ({ name: `90${n}_novel.sql`, sql }))]);

const novel = (cluster: string) => `-- cluster: ${cluster}
-- expires: RETENTION_DAYS after at
CREATE TABLE novel (
  id UInt64,
  at DateTime
)
ENGINE = ReplacingMergeTree
ORDER BY id;
`;
const view = (target: string, source: string, name = 'novel_mv') =>
  `CREATE MATERIALIZED VIEW ${name} TO ${target} AS\nSELECT 1\nFROM ${source};\n`;
const change = (name: string, source: string) =>
  `ALTER TABLE ${name} MODIFY QUERY\nSELECT 1\nFROM ${source};\n`;
const BESIDE = novel('beside its source');
const KEYED = novel('beside its source, sharded by cityHash64(id)');

it('takes statements about what is there, and of its kind', () => {
  withFile(
    BESIDE + view('novel', 'otel_logs') + view('novel', 'otel_traces', 'more_mv'),
    change('novel_mv', 'api_requests'),
    'ALTER TABLE novel\n  ADD COLUMN a UInt8;\n',
    'DROP VIEW novel_mv;\nDROP VIEW more_mv;\nDROP TABLE novel;\nDROP VIEW otel_traces_trace_id_ts;\n',
    KEYED + view('novel', 'otel_logs') + view('api_requests', 'otel_logs', 'rows_mv'),
    view('error_rates_checksums', 'error_rates_1m', 'sums_mv'),
  );
});

it.each([
  ['ALTER TABLE novel\n  ADD COLUMN a UInt8;', 'no statement before makes a table novel'],
  ['DROP TABLE novel;', 'no statement before makes a table novel'],
  ['DROP VIEW novel;', 'no statement before makes a view novel'],
  ['DROP VIEW api_requests;', 'no statement before makes a view api_requests'],
  ['DROP TABLE api_requests_mv;', 'no statement before makes a table api_requests_mv'],
  ['DROP TABLE latency_10m;\nDROP TABLE latency_10m;', 'makes a table latency_10m'],
  ['ALTER TABLE api_requests_mv\n  ADD COLUMN a UInt8;', 'makes a table api_requests_mv'],
  [change('api_requests', 'otel_logs'), 'makes a materialized view api_requests'],
  [change('otel_traces_trace_id_ts', 'otel_logs'), 'makes a materialized view otel_traces_t'],
  [view('novel', 'otel_logs'), 'no statement before makes a table novel'],
  [view('api_requests_mv', 'otel_logs'), 'no statement before makes a table api_requests_mv'],
  [view('api_requests', 'novel'), 'no statement before makes a table novel'],
  [view('api_requests', 'otel_traces_trace_id_ts'), 'makes a table otel_traces_trace_id_ts'],
  [view('novel', 'otel_logs') + BESIDE, 'no statement before makes a table novel'],
  ['CREATE VIEW api_requests AS\nSELECT 1;', 'there is a table api_requests already'],
])('refuses, with the name of the file: %s', (sql, message) => {
  const thrown = () => withFile(sql);
  expect(thrown).toThrow(SchemaFault);
  expect(thrown).toThrow('server/schema/900_novel.sql: ');
  expect(thrown).toThrow(message);
});

it.each([
  [novel('sharded by cityHash64(id)'), view('novel', 'otel_logs')],
  [KEYED + view('novel', 'otel_logs'), view('novel', 'error_rates_1m', 'more_mv')],
  [KEYED + view('novel', 'otel_logs'), change('novel_mv', 'error_rates_1m')],
  ['', view('latency_10m', 'api_requests')],
  ['', view('otel_traces', 'otel_logs')],
  ['', view('api_requests', 'error_rates_10s')],
  ['', change('request_index_mv', 'error_rates_10s')],
])('refuses rows of a view beside their source where a key says otherwise: %#', (made, sql) => {
  expect(() => withFile(made, sql)).toThrow(
    /^server\/schema\/901_novel\.sql: the view \w+ writes its rows beside their source/,
  );
});
