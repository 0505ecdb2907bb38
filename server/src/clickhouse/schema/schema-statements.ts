import { distributedChange } from './distributed-change.ts';
import { SchemaFault } from './schema-fault.ts';
import { codeOf, headOf, insertedBehind, statementTexts, withoutComments } from './sql-text.ts';
import { FORMER_TABLES, type Tables, withDirectives } from './table-storage.ts';
import { viewSource } from './view-source.ts';

/**
 * The table that holds the rows: on a cluster each node has a local one behind a distributed one,
 * unless each node holds them all.
 */
export function localTable(
  table: string,
  cluster: string | undefined,
  tables: Tables = FORMER_TABLES,
): string {
  return cluster === undefined || isEverywhere(table, tables) ? table : `${table}_local`;
}

function isEverywhere(table: string, tables: Tables): boolean {
  return Object.hasOwn(tables, table) && tables[table]?.sharding === undefined;
}

/** ` ON CLUSTER …`, or nothing. */
export function onCluster(cluster: string | undefined): string {
  return cluster === undefined ? '' : ` ON CLUSTER '${cluster}'`;
}

/**
 * The statements of a schema file. On a cluster a table becomes a replicated
 * local one and a distributed one of its name, or one that each node holds, as its directives say;
 * views work on what holds the rows. `tables` are those of other files. Running a statement again
 * changes nothing. Throws SchemaFault for a table without directives and, whether it is for a
 * cluster or not, for a form that has no rule on one.
 */
export function statementsOf(
  sql: string,
  cluster: string | undefined,
  tables: Tables = FORMER_TABLES,
): string[] {
  const all = withDirectives(sql, tables);
  return statementTexts(sql)
    .map(withoutComments)
    .filter((statement) => statement !== '')
    .map((statement) => statement.replace(WHERE_MISSING, '$1 '))
    .flatMap((statement) => {
      const there = clustered(statement, cluster ?? 'any', all);
      return cluster === undefined ? [statement] : there;
    })
    .map(repeatable);
}

/** What `repeatable` adds to all of them. */
const WHERE_MISSING =
  /^(CREATE (?:TABLE|VIEW|MATERIALIZED VIEW)|DROP (?:TABLE|VIEW)) IF (?:NOT )?EXISTS /;

/** A kill between a statement and its record must not stop the next start. */
function repeatable(statement: string): string {
  const made = statement
    .replace(/^CREATE (TABLE|MATERIALIZED VIEW|VIEW) /, 'CREATE $1 IF NOT EXISTS ')
    .replace(/^DROP (TABLE|VIEW) (?!IF EXISTS)/, 'DROP $1 IF EXISTS ');
  if (!made.startsWith('ALTER TABLE ')) return made;
  const added = insertedBehind(made, /\bADD (?:COLUMN|INDEX) (?!IF NOT EXISTS)/g, 'IF NOT EXISTS ');
  return insertedBehind(added, /\bDROP (?:COLUMN|INDEX) (?!IF EXISTS)/g, 'IF EXISTS ');
}

function clustered(statement: string, cluster: string, tables: Tables): string[] {
  if (/\bON\s+CLUSTER\s+[\w'"`{\u00b7]/i.test(codeOf(statement)))
    throw new SchemaFault(`no ON CLUSTER, which is added on one: ${statement.slice(0, 80)}`);
  const on = onCluster(cluster);
  const { verb: does, kind, name, rest } = headOf(statement);
  const verb = `${does} ${kind}`;
  if (verb === 'CREATE TABLE') return clusteredTable(name, rest, cluster, tables);
  if (verb === 'CREATE MATERIALIZED VIEW' && /^ TO \w+ AS\s/.test(rest)) {
    const target = rest.replace(
      /^ TO (\w+)/,
      (_, table: string) => `${on} TO ${localTable(table, cluster, tables)}`,
    );
    return [`${verb} ${name}${localSource(target, cluster, tables)}`];
  }
  if (verb === 'CREATE VIEW' && /^ AS\s/.test(rest)) {
    // Holds no rows: it reads what stands before those of all nodes, and no second table, of which a
    // node would see its own rows alone.
    viewSource(rest);
    return [`${verb} ${name}${on}${rest}`];
  }
  if (verb === 'DROP VIEW' && rest === '') return [`DROP VIEW ${name}${on}`];
  // Waits until the replicas are gone from the keeper: a table of that name may be made again.
  if (verb === 'DROP TABLE' && rest === '') {
    const places = new Set([name, localTable(name, cluster, tables)]);
    return [...places].map((place) => `DROP TABLE ${place}${on} SYNC`);
  }
  if (verb === 'ALTER TABLE') return clusteredChange(name, statement, cluster, tables);
  throw new SchemaFault(`${FORMS}, in capitals, and not: ${statement.slice(0, 80)}`);
}

const FORMS =
  'a schema file has CREATE TABLE, CREATE MATERIALIZED VIEW … TO … AS, CREATE VIEW … AS, ALTER TABLE, DROP TABLE and DROP VIEW';

const ENGINE = /^ENGINE = ReplacingMergeTree(?:\((\w+)\))?$/m;

function clusteredTable(table: string, rest: string, cluster: string, tables: Tables): string[] {
  if (!ENGINE.test(rest))
    throw new SchemaFault(`${table} needs ENGINE = ReplacingMergeTree on a line`);
  if (!/^ORDER BY /m.test(rest))
    throw new SchemaFault(`${table} needs ORDER BY at the start of a line`);
  const on = onCluster(cluster);
  const made = (path: string) =>
    rest.replace(ENGINE, (_, version?: string) => {
      return `ENGINE = ReplicatedReplacingMergeTree(${version ? `${path}, ${version}` : path})`;
    });
  if (isEverywhere(table, tables)) {
    return [`CREATE TABLE ${table}${on}${made(everywherePath(table))}`];
  }
  const path = `'/clickhouse/tables/{shard}/{database}/${table}', '{replica}'`;
  return [
    `CREATE TABLE ${table}_local${on}${made(path)}`,
    `CREATE TABLE ${table}${on} AS ${table}_local
     ENGINE = Distributed('${cluster}', currentDatabase(), ${table}_local, ${tables[table]?.sharding})`,
  ];
}

/** Where the replicas of a table meet that each node holds whole: the path has no shard. */
export function everywherePath(table: string): string {
  return `'/clickhouse/tables/{database}/${table}', '{shard}-{replica}'`;
}

function clusteredChange(
  name: string,
  statement: string,
  cluster: string,
  tables: Tables,
): string[] {
  const rest = statement.slice(`ALTER TABLE ${name}`.length);
  const on = onCluster(cluster);
  if (/^\s+MODIFY QUERY\s/.test(rest))
    return [`ALTER TABLE ${name}${on}${localSource(rest, cluster, tables)}`];
  const local = `ALTER TABLE ${localTable(name, cluster, tables)}${on}${rest}`;
  const before = distributedChange(rest);
  if (isEverywhere(name, tables) || before === '') return [local];
  return [local, `ALTER TABLE ${name}${on}${before}`];
}

/** A view reads what its own node holds. */
function localSource(query: string, cluster: string, tables: Tables): string {
  const { table, at } = viewSource(query);
  return query.slice(0, at) + localTable(table, cluster, tables) + query.slice(at + table.length);
}
