const SHARDING: Readonly<Record<string, string>> = {
  // Records without a trace are spread by time; the same row always meets the same shard.
  otel_traces: 'cityHash64(TraceId)',
  otel_logs: "cityHash64(if(TraceId = '', toString(Timestamp), TraceId))",
  error_rates_10s: 'cityHash64(Bucket, Code, Status, Route, OrgId)',
  error_rates_1m: 'cityHash64(Bucket, Code, Status, Route, OrgId)',
  error_rates_1h: 'cityHash64(Bucket, Code, Status, Route, OrgId)',
  request_stats_1h: 'cityHash64(Bucket, OrgId, KeyId)',
  latency_10m: 'cityHash64(Bucket, Route)',
};

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
 * local one and a distributed one of its name, and views work on the local ones.
 */
export function statementsOf(sql: string, cluster: string | undefined): string[] {
  return sql
    .replaceAll(/^--.*$/gm, '')
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
    .flatMap((statement) => (cluster ? clustered(statement, cluster) : [statement]))
    .map((statement) =>
      // A kill between a statement and its record must not stop the next start.
      statement.replace(/^CREATE (TABLE|MATERIALIZED VIEW) /, 'CREATE $1 IF NOT EXISTS '),
    );
}

function clustered(statement: string, cluster: string): string[] {
  const on = onCluster(cluster);
  if (statement.startsWith('ALTER'))
    return [statement.replace(/^ALTER TABLE (\w+)/, `ALTER TABLE $1_local${on}`)];
  const table = /^CREATE TABLE (\w+)/.exec(statement)?.[1];
  if (table === undefined) {
    return [
      statement
        .replace(/^(CREATE MATERIALIZED VIEW \w+) TO (\w+)/, `$1${on} TO $2_local`)
        .replace(/^FROM (\w+)$/m, 'FROM $1_local'),
    ];
  }
  const local = statement
    .replace(/^CREATE TABLE \w+/, `CREATE TABLE ${table}_local${on}`)
    .replace(/^ENGINE = ReplacingMergeTree(?:\((\w+)\))?$/m, (_, version?: string) => {
      const path = `'/clickhouse/tables/{shard}/{database}/${table}', '{replica}'`;
      return `ENGINE = ReplicatedReplacingMergeTree(${version ? `${path}, ${version}` : path})`;
    });
  const sharding = SHARDING[table] ?? 'rand()';
  return [
    local,
    `CREATE TABLE ${table}${on} AS ${table}_local
     ENGINE = Distributed('${cluster}', currentDatabase(), ${table}_local, ${sharding})`,
  ];
}
