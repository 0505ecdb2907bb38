import { StoreUnusable } from './store-unusable.ts';

/** How a table is kept beyond what its columns say. */
interface TableStorage {
  /** The expression that chooses the shard of a row; undefined: each node holds all rows. */
  readonly sharding: string | undefined;
  /** RETENTION_DAYS after this a row expires; undefined: the TTL of the file decides. */
  readonly expires: string | undefined;
}

/** What is known of each table by its name. */
export type Tables = Readonly<Record<string, TableStorage>>;

/** Thrown for a schema file that is not complete, or would do something else on a cluster. */
export class SchemaFault extends StoreUnusable {}

// Records without a trace are spread by time; the same row always meets the same shard.
const BY_TRACE_OR_TIME = "cityHash64(if(TraceId = '', toString(Timestamp), TraceId))";
const BY_OUTCOME = 'cityHash64(Bucket, Code, Status, Route, OrgId)';

/** Tables of the files that were applied before directives: those files stay as they are. */
export const FORMER_TABLES: Tables = {
  otel_traces: { sharding: 'cityHash64(TraceId)', expires: 'toDateTime(Timestamp)' },
  otel_logs: { sharding: BY_TRACE_OR_TIME, expires: 'toDateTime(Timestamp)' },
  // Written by views on the shard of the log record; these are for rows that come by another way.
  api_requests: { sharding: 'cityHash64(TraceId)', expires: 'toDateTime(Timestamp)' },
  request_index: { sharding: 'id', expires: undefined },
  request_traces: { sharding: 'cityHash64(id)', expires: undefined },
  error_rates_10s: { sharding: BY_OUTCOME, expires: 'Bucket' },
  error_rates_1m: { sharding: BY_OUTCOME, expires: 'Bucket' },
  error_rates_1h: { sharding: BY_OUTCOME, expires: 'Bucket' },
  // Written by a view on the shard of the rollup.
  error_rates_checksums: {
    sharding: 'cityHash64(Bucket, Version, Checksum)',
    expires: 'Bucket',
  },
  request_stats_1h: { sharding: 'cityHash64(Bucket, OrgId, KeyId)', expires: 'Bucket' },
  latency_10m: { sharding: 'cityHash64(Bucket, Route)', expires: 'Bucket' },
  erased_orgs: { sharding: 'cityHash64(OrgId)', expires: undefined },
  erased_traces: { sharding: 'cityHash64(TraceId)', expires: undefined },
};

const DIRECTIVE = /^-- (cluster|expires): (.*)$/;
const SHARDED = /^sharded by (\S.*)$/;
const RETENTION = /^RETENTION_DAYS after (\S.*)$/;
const OWN_TTL = 'by its own TTL';

/** What `tables` and the directives of a schema file say together. Throws SchemaFault. */
export function withDirectives(sql: string, tables: Tables = FORMER_TABLES): Tables {
  const all = { ...tables };
  for (const { table, statement, said } of createdTables(sql)) {
    if (Object.hasOwn(FORMER_TABLES, table) && said.size === 0) continue;
    all[table] = storageOf(table, statement, said);
  }
  return all;
}

/** The same for all files, in their order. The message of a SchemaFault names the file. */
export function tablesOf(
  files: readonly { readonly name: string; readonly sql: string }[],
): Tables {
  let tables = FORMER_TABLES;
  for (const { name, sql } of files) {
    try {
      tables = withDirectives(sql, tables);
    } catch (error) {
      if (!(error instanceof SchemaFault)) throw error;
      throw new SchemaFault(`server/schema/${name}: ${error.message}`, { cause: error });
    }
  }
  return tables;
}

interface CreatedTable {
  readonly table: string;
  readonly statement: string;
  /** Directives in the comments since the statement before. */
  readonly said: ReadonlyMap<string, string>;
}

function createdTables(sql: string): CreatedTable[] {
  const quiet = sql.replaceAll(/^(--.*);\s*$/gm, '$1');
  return quiet.split(/;\s*$/m).flatMap((text) => {
    const statement = text.replaceAll(/^--.*$/gm, '').trim();
    const said = new Map<string, string>();
    for (const line of text.split('\n')) {
      const [, name, value = ''] = DIRECTIVE.exec(line.trimEnd()) ?? [];
      if (name === undefined) continue;
      if (said.has(name)) throw new SchemaFault(`“-- ${name}:” stands twice before a statement`);
      said.set(name, value);
    }
    const table = /^CREATE TABLE (\w+)/.exec(statement)?.[1];
    if (table !== undefined) return [{ table, statement, said }];
    if (said.size > 0) throw new SchemaFault('directives stand before CREATE TABLE only');
    return [];
  });
}

function storageOf(
  table: string,
  statement: string,
  said: ReadonlyMap<string, string>,
): TableStorage {
  const cluster = said.get('cluster') ?? '';
  const sharding = SHARDED.exec(cluster)?.[1];
  if (sharding === undefined && cluster !== 'everywhere') {
    const forms = '“-- cluster: sharded by EXPRESSION” or “-- cluster: everywhere”';
    throw new SchemaFault(`the table ${table} needs a line ${forms}`);
  }
  const lifetime = said.get('expires') ?? '';
  const expires = RETENTION.exec(lifetime)?.[1];
  if (expires === undefined && lifetime !== OWN_TTL) {
    const forms = `“-- expires: RETENTION_DAYS after COLUMN” or “-- expires: ${OWN_TTL}”`;
    throw new SchemaFault(`the table ${table} needs a line ${forms}`);
  }
  if ((expires === undefined) !== /^TTL /m.test(statement)) {
    const how = expires === undefined ? 'and has none' : 'or RETENTION_DAYS, not both';
    throw new SchemaFault(`the table ${table} expires by its own TTL, ${how}`);
  }
  for (const expression of [sharding, expires]) checkColumns(table, statement, expression);
  return { sharding, expires };
}

/** A word that is no function is a column; one that changes by itself would double what comes twice. */
function checkColumns(table: string, statement: string, expression = ''): void {
  const code = expression.replaceAll(/'[^']*'/g, "''");
  const words = [...code.matchAll(/\b([A-Za-z_]\w*)\b(?!\s*\()/g)].map((match) => match[1] ?? '');
  const unknown = words.find((word) => !new RegExp(`[(,]\\s*${word} `).test(statement));
  if (unknown !== undefined)
    throw new SchemaFault(`the table ${table} has no column ${unknown}, which a directive names`);
  if (expression !== '' && words.length === 0)
    throw new SchemaFault(`the table ${table} has a directive without a column: ${expression}`);
  const [random] = /\b(?:rand\w*|now\w*|generateUUID\w*|hostName|today)\(/i.exec(code) ?? [];
  if (random !== undefined)
    throw new SchemaFault(
      `the table ${table} has a directive that changes by itself: ${expression}`,
    );
}
