import type { OpenedStore } from '../client.ts';
import { type FoundTables, foundRecord, foundTables, isOurs } from './found-schema.ts';
import type { SchemaFile } from './schema-files.ts';
import { shapeOf } from './schema-shape.ts';
import { localTable } from './schema-statements.ts';
import { MARK, RECORD, storeId } from './store-mark.ts';
import { StoreUnusable } from './store-unusable.ts';
import { tablesOf } from './table-storage.ts';
import { compareSchema, type ExpectedSchema } from './verify-schema.ts';

/** Thrown when a schema file differs from what was applied; says which one. */
export class SchemaChanged extends StoreUnusable {}

/** Thrown for tables of our names that we did not make; nothing was changed in them. */
export class ForeignTables extends StoreUnusable {}

/** How far the schema of a store is. */
export interface SchemaState {
  /** Migrations to apply, again where something that they make has gone. */
  readonly pending: readonly SchemaFile[];
  /** The store's id, once everything was there. */
  readonly id: string | undefined;
}

/**
 * Looks at everything in our database and changes nothing. Throws ForeignTables or SchemaChanged
 * where it may not be touched.
 */
export async function inspectSchema(
  clickhouse: OpenedStore,
  files: readonly SchemaFile[],
): Promise<SchemaState> {
  const { database, cluster } = clickhouse;
  const tables = await foundTables(clickhouse, database);
  const record = await foundRecord(clickhouse, database, tables);
  const { whole, storage } = expectedOf(files);
  const marked = tables.has(MARK);
  if (!marked && !isOurs(record, files)) {
    const alien = taken(tables, { whole, cluster, storage }, record?.size === 0);
    if (alien.length > 0) throw new ForeignTables(foreign(clickhouse, alien));
  }
  const applied = files.filter(({ name }) => record?.has(name));
  for (const { name, checksum } of applied) {
    if (record?.get(name) !== checksum) {
      throw new SchemaChanged(
        `server/schema/${name} changed after it was applied; restore it and add a new file instead`,
      );
    }
  }
  const newer = (record?.size ?? 0) > applied.length;
  const recorded = applied.length === files.length ? whole : shapeOf(applied);
  const comparison = compareSchema(tables, { recorded, whole, cluster, newer, storage });
  if (comparison.differences.length > 0) {
    throw new ForeignTables(foreign(clickhouse, comparison.differences));
  }
  const again = comparison.missing.map((name) => makerOf(name, files));
  const first = Math.min(...again, applied.length);
  return { pending: files.slice(first), id: marked ? await storeId(clickhouse) : undefined };
}

type Expected = Pick<ExpectedSchema, 'whole' | 'storage'>;
const expected = new WeakMap<readonly SchemaFile[], Expected>();

/** What files make, derived once: a store is looked at every few seconds, on the thread that answers customers. */
function expectedOf(files: readonly SchemaFile[]): Expected {
  const known = expected.get(files) ?? { whole: shapeOf(files), storage: tablesOf(files) };
  expected.set(files, known);
  return known;
}

/** Our names that are taken; an empty record of an unfinished first start is not counted. */
function taken(
  tables: FoundTables,
  { whole, cluster, storage }: Pick<ExpectedSchema, 'whole' | 'cluster' | 'storage'>,
  emptyRecord: boolean,
): string[] {
  const names = [...whole.tables.keys(), ...whole.views.keys(), ...(emptyRecord ? [] : [RECORD])];
  const all = new Set(names.flatMap((name) => [name, localTable(name, cluster, storage)]));
  return [...all].filter((name) => tables.has(name));
}

/** The place in `files` of the one that makes `name`, or its table if that is a local one. */
function makerOf(name: string, files: readonly SchemaFile[]): number {
  const logical = name.replace(/_local$/, '');
  const at = files.findIndex((_, index) => {
    const { tables, views } = shapeOf(files.slice(0, index + 1));
    return tables.has(logical) || views.has(logical);
  });
  return Math.max(0, at);
}

function foreign({ database, embedded }: OpenedStore, what: readonly string[]): string {
  const [first = '', ...more] = what;
  const others = more.length > 0 ? ` and ${more.length} more` : '';
  if (embedded) {
    return (
      `the telemetry store in DATA_DIR/clickhouse is damaged or of another release: its tables are ` +
      `not as they were recorded (${first}${others}); nothing was changed: restore it from the ` +
      'backup, or move it away to start empty'
    );
  }
  return (
    `ClickHouse database ${database} holds tables that this release of Request Desk did not make ` +
    `(${first}${others}); nothing was changed: set CLICKHOUSE_DATABASE to a database of its own, ` +
    'which is made if it is missing'
  );
}
