import { checkKey, checkTime } from './directive-expressions.ts';
import { inFile, SchemaFault } from './schema-fault.ts';
import { SchemaNames } from './schema-names.ts';
import { statementTexts, withoutComments } from './sql-text.ts';

/** How a table is kept beyond what its columns say. */
interface TableStorage {
  /** The expression that chooses the shard of a row; undefined: each node holds all rows. */
  readonly sharding: string | undefined;
  /** RETENTION_DAYS after this a row expires; undefined: the TTL of the file decides. */
  readonly expires: string | undefined;
  /** Rows of the past are compressed harder, in columns without a codec of their own. */
  readonly recompressed?: boolean;
}

/** What is known of each table by its name. */
export type Tables = Readonly<Record<string, TableStorage>>;

// A key that a view's rows do not keep to would be looked for on the wrong shard. Each table that is
// written by views has that of the log record, in its own columns.
// Records without a trace are spread by time; the same row always meets the same shard.
const BY_TRACE_OR_TIME = "cityHash64(if(TraceId = '', toString(Timestamp), TraceId))";
/** The trace of an id of our form, as `traceIdOf` of shared/src/ids.ts makes it. */
const BY_TRACE_OF_ID = (() => {
  const mixed = (value: string) => `bitXor(${value}, bitShiftRight(${value}, 33))`;
  const first = `(${mixed('id')} * toUInt64(18397679294719823053))`;
  const second = `(${mixed(first)} * toUInt64(14181476777654086739))`;
  const hex = (value: string) => `lower(leftPad(hex(${value}), 16, '0'))`;
  return `cityHash64(concat(${hex('id')}, ${hex(mixed(second))}))`;
})();
/** Rows are where a view wrote them. A key that no read can follow: all shards are asked. */
const ANYWHERE = 'rand()';
const BY_OUTCOME = 'cityHash64(Bucket, Code, Status, Route, OrgId)';

/** Tables of the files that were applied before directives: those files stay as they are. */
export const FORMER_TABLES: Tables = {
  otel_traces: {
    sharding: 'cityHash64(TraceId)',
    expires: 'toDateTime(Timestamp)',
    recompressed: true,
  },
  otel_logs: { sharding: BY_TRACE_OR_TIME, expires: 'toDateTime(Timestamp)', recompressed: true },
  api_requests: { sharding: BY_TRACE_OR_TIME, expires: 'toDateTime(Timestamp)' },
  request_index: { sharding: BY_TRACE_OF_ID, expires: undefined },
  request_traces: { sharding: 'cityHash64(trace_id)', expires: undefined },
  error_rates_10s: { sharding: BY_OUTCOME, expires: 'Bucket' },
  error_rates_1m: { sharding: BY_OUTCOME, expires: 'Bucket' },
  error_rates_1h: { sharding: BY_OUTCOME, expires: 'Bucket' },
  // Written by a view on the shard of the rollup.
  error_rates_checksums: { sharding: ANYWHERE, expires: 'Bucket' },
  request_stats_1h: { sharding: 'cityHash64(Bucket, OrgId, KeyId)', expires: 'Bucket' },
  latency_10m: { sharding: 'cityHash64(Bucket, Route)', expires: 'Bucket' },
  erased_orgs: { sharding: 'cityHash64(OrgId)', expires: undefined },
  erased_traces: { sharding: 'cityHash64(TraceId)', expires: undefined },
};

const DIRECTIVE = /^-- (cluster|expires): (.*)$/;
const SHARDED = /^(beside its source, )?sharded by (\S.*)$/;
const BESIDE = 'beside its source';
const RETENTION = /^RETENTION_DAYS after (\S.*)$/;
const VIEW = /^CREATE MATERIALIZED VIEW (?:IF NOT EXISTS )?(\w+) TO (\w+)/gm;
const OWN_TTL = 'by its own TTL';

/** What `tables` and the directives of a schema file say together. Throws SchemaFault. */
export function withDirectives(sql: string, tables: Tables = FORMER_TABLES): Tables {
  return withCreated(tables, sql, createdTables(sql));
}

function withCreated(tables: Tables, sql: string, created: readonly CreatedTable[]): Tables {
  const all = { ...tables };
  for (const { table, statement, said } of created) {
    if (Object.hasOwn(FORMER_TABLES, table) && said.size === 0) continue;
    const byView = [...sql.matchAll(VIEW)].some(([, , target]) => target === table);
    all[table] = storageOf(table, statement, said, byView);
  }
  return all;
}

/** The same for all files, in their order. The message of a SchemaFault names the file. */
export function tablesOf(
  files: readonly { readonly name: string; readonly sql: string }[],
): Tables {
  let tables = FORMER_TABLES;
  const names = new SchemaNames();
  for (const { name, sql } of files)
    inFile(name, () => {
      const created = createdTables(sql);
      tables = withCreated(tables, sql, created);
      const keyed = created
        .map(({ table }) => table)
        .filter((table) => ![undefined, ANYWHERE].includes(tables[table]?.sharding));
      names.take(statementTexts(sql).map(withoutComments), keyed);
    });
  return tables;
}

interface CreatedTable {
  readonly table: string;
  readonly statement: string;
  /** Directives in the comments since the statement before. */
  readonly said: ReadonlyMap<string, string>;
}

function createdTables(sql: string): CreatedTable[] {
  return statementTexts(sql).flatMap((text) => {
    const statement = withoutComments(text);
    const said = new Map<string, string>();
    for (const line of text.split('\n')) {
      const [, name, value = ''] = DIRECTIVE.exec(line.trimEnd()) ?? [];
      if (name === undefined) continue;
      if (said.has(name)) throw new SchemaFault(`“-- ${name}:” stands twice before a statement`);
      said.set(name, value);
    }
    const table = /^CREATE TABLE (?:IF NOT EXISTS )?(\w+)/.exec(statement)?.[1];
    if (table !== undefined) return [{ table, statement, said }];
    if (said.size > 0) throw new SchemaFault('directives stand before CREATE TABLE only');
    return [];
  });
}

function storageOf(
  table: string,
  statement: string,
  said: ReadonlyMap<string, string>,
  byView: boolean,
): TableStorage {
  const cluster = said.get('cluster') ?? '';
  const [, beside, key] = SHARDED.exec(cluster) ?? [];
  const isBeside = beside !== undefined || cluster === BESIDE;
  if (key === undefined && cluster !== BESIDE && cluster !== 'everywhere') {
    const forms = `“-- cluster: sharded by EXPRESSION”, “-- cluster: ${BESIDE}” or “-- cluster: everywhere”`;
    throw new SchemaFault(`the table ${table} needs a line ${forms}`);
  }
  // A view writes where it reads: a key that its rows do not keep to is looked for on a wrong shard.
  if (byView !== isBeside && cluster !== 'everywhere') {
    const why = byView
      ? `is written by a view: it is “${BESIDE}”`
      : 'is written by no view of its file';
    throw new SchemaFault(`the table ${table} ${why}`);
  }
  const lifetime = said.get('expires') ?? '';
  const expires = RETENTION.exec(lifetime)?.[1];
  if (expires === undefined && lifetime !== OWN_TTL) {
    const forms = `“-- expires: RETENTION_DAYS after COLUMN” or “-- expires: ${OWN_TTL}”`;
    throw new SchemaFault(`the table ${table} needs a line ${forms}`);
  }
  if ((expires === undefined) !== /^\s*TTL\b/im.test(statement)) {
    const how = expires === undefined ? 'and has none' : 'or RETENTION_DAYS, not both';
    throw new SchemaFault(`the table ${table} expires by its own TTL, ${how}`);
  }
  if (key !== undefined) checkKey(table, statement, key);
  if (expires !== undefined) checkTime(table, statement, expires);
  return { sharding: cluster === BESIDE ? ANYWHERE : key, expires };
}
