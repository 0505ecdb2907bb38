const SHARDING: Readonly<Record<string, string>> = {
  // Records without a trace are spread by time; the same row always meets the same shard.
  otel_traces: 'cityHash64(TraceId)',
  otel_logs: "cityHash64(if(TraceId = '', toString(Timestamp), TraceId))",
  error_rates_10s: 'cityHash64(Bucket, Code, Status, Route, OrgId)',
  // Written by a view on the shard of the rollup.
  error_rates_checksums: 'cityHash64(Bucket, Version, Checksum)',
  error_rates_1m: 'cityHash64(Bucket, Code, Status, Route, OrgId)',
  error_rates_1h: 'cityHash64(Bucket, Code, Status, Route, OrgId)',
  request_stats_1h: 'cityHash64(Bucket, OrgId, KeyId)',
  latency_10m: 'cityHash64(Bucket, Route)',
  // Written by views on the shard of the log record; these are for rows that come by another way.
  api_requests: 'cityHash64(TraceId)',
  request_index: 'id',
  request_traces: 'cityHash64(id)',
  erased_orgs: 'cityHash64(OrgId)',
  erased_traces: 'cityHash64(TraceId)',
};

/** Thrown for a statement that would do something else on a cluster than on one server. */
export class SchemaFault extends Error {}

/** The table that holds the rows: on a cluster each node has a local one behind a distributed one. */
export function localTable(table: string, cluster: string | undefined): string {
  return cluster === undefined ? table : `${table}_local`;
}

/** ` ON CLUSTER …`, or nothing. */
export function onCluster(cluster: string | undefined): string {
  return cluster === undefined ? '' : ` ON CLUSTER '${cluster}'`;
}

/**
 * Splits a schema file at semicolons that end a line. On a cluster a table becomes a replicated
 * local one and a distributed one of its name, and views work on the local ones. Running a
 * statement again changes nothing. Throws SchemaFault for a form that a cluster has no rule for.
 */
export function statementsOf(sql: string, cluster: string | undefined): string[] {
  return sql
    .replaceAll(/^--.*$/gm, '')
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
    .flatMap((statement) => (cluster ? clustered(statement, cluster) : [statement]))
    .map(repeatable);
}

/** A kill between a statement and its record must not stop the next start. */
function repeatable(statement: string): string {
  return statement
    .replace(/^CREATE (TABLE|MATERIALIZED VIEW) /, 'CREATE $1 IF NOT EXISTS ')
    .replace(/^DROP (TABLE|VIEW) (?!IF EXISTS)/, 'DROP $1 IF EXISTS ')
    .replaceAll(/\bADD (COLUMN|INDEX) (?!IF NOT EXISTS)/g, 'ADD $1 IF NOT EXISTS ')
    .replaceAll(/\bDROP (COLUMN|INDEX) (?!IF EXISTS)/g, 'DROP $1 IF EXISTS ');
}

function clustered(statement: string, cluster: string): string[] {
  const on = onCluster(cluster);
  const [, verb = '', name = ''] =
    /^(CREATE TABLE|CREATE MATERIALIZED VIEW|ALTER TABLE|DROP VIEW) (\w+)/.exec(statement) ?? [];
  const rest = statement.slice(`${verb} ${name}`.length);
  if (verb === 'CREATE TABLE') return clusteredTable(name, rest, cluster);
  if (verb === 'CREATE MATERIALIZED VIEW') {
    const target = rest.replace(/^ TO (\w+)/, `${on} TO $1_local`);
    return [`${verb} ${name}${localSource(target, statement)}`];
  }
  if (verb === 'DROP VIEW') return [`DROP VIEW ${name}${on}${rest}`];
  if (verb === 'ALTER TABLE') return clusteredChange(name, rest, statement, cluster);
  throw new SchemaFault(`no rule for this statement on a cluster: ${statement.slice(0, 80)}`);
}

function clusteredTable(table: string, rest: string, cluster: string): string[] {
  const sharding = SHARDING[table];
  if (sharding === undefined) throw new SchemaFault(`${table} needs a sharding key`);
  const on = onCluster(cluster);
  const local = rest.replace(
    /^ENGINE = ReplacingMergeTree(?:\((\w+)\))?$/m,
    (_, version?: string) => {
      const path = `'/clickhouse/tables/{shard}/{database}/${table}', '{replica}'`;
      return `ENGINE = ReplicatedReplacingMergeTree(${version ? `${path}, ${version}` : path})`;
    },
  );
  if (local === rest) throw new SchemaFault(`${table} needs ENGINE = ReplacingMergeTree on a line`);
  return [
    `CREATE TABLE ${table}_local${on}${local}`,
    `CREATE TABLE ${table}${on} AS ${table}_local
     ENGINE = Distributed('${cluster}', currentDatabase(), ${table}_local, ${sharding})`,
  ];
}

/** Columns are added to the rows and to what stands before them; settings and indexes to the rows. */
function clusteredChange(name: string, rest: string, statement: string, cluster: string): string[] {
  const on = onCluster(cluster);
  if (/^\s+MODIFY QUERY\b/.test(rest))
    return [`ALTER TABLE ${name}${on}${localSource(rest, statement)}`];
  const kinds = new Set(
    [...rest.matchAll(/(?:^|,)\s+(ADD|DROP|MODIFY) ([A-Z]+)\b/gm)].map((m) => m[2]),
  );
  const local = `ALTER TABLE ${name}_local${on}${rest}`;
  if (kinds.size === 1 && kinds.has('COLUMN')) {
    return [local, `ALTER TABLE ${name}${on}${withoutStorage(rest)}`];
  }
  if (kinds.size > 0 && !kinds.has('COLUMN')) return [local];
  // A key may grow by columns that the same statement adds; what stands before the rows has none.
  const order = /,\s+MODIFY ORDER BY \([^()]*\)\s*$/.exec(rest);
  if (order && kinds.size === 2 && kinds.has('ORDER'))
    return [local, `ALTER TABLE ${name}${on}${withoutStorage(rest.slice(0, order.index))}`];
  throw new SchemaFault(`columns and other things in one ALTER: ${statement.slice(0, 80)}`);
}

/** A distributed table stores nothing: codecs mean nothing to it. */
function withoutStorage(columns: string): string {
  return columns.replaceAll(/ CODEC\((?:[^()]|\([^()]*\))*\)/g, '');
}

function localSource(query: string, statement: string): string {
  const local = query.replace(/^(\s*)FROM (\w+)$/m, '$1FROM $2_local');
  if (local === query) {
    throw new SchemaFault(
      `a view needs FROM table on a line of its own: ${statement.slice(0, 80)}`,
    );
  }
  return local;
}
