import { z } from 'zod';
import type { OpenedStore } from '../client.ts';
import type { SchemaFile } from './schema-files.ts';
import type { TableShape } from './schema-shape.ts';
import { squeezed } from './sql-text.ts';
import { RECORD } from './store-mark.ts';

const tableRow = z.object({ name: z.string(), engine: z.string(), sorting_key: z.string() });
const columnRow = z.object({ table: z.string(), name: z.string(), type: z.string() });
const recordRow = z.object({ name: z.string(), checksum: z.string() });

/** Tables and views of a database by name. */
export type FoundTables = ReadonlyMap<string, Omit<TableShape, 'formerKeys'>>;

/** What `database` holds, whether it is ours or not; nothing where there is no such database. */
export async function foundTables(clickhouse: OpenedStore, database: string): Promise<FoundTables> {
  const { server } = clickhouse;
  const tables = await server.query(
    'SELECT name, engine, sorting_key FROM system.tables WHERE database = {database: String}',
    { database },
    tableRow,
  );
  const columns = await server.query(
    'SELECT table, name, type FROM system.columns WHERE database = {database: String}',
    { database },
    columnRow,
  );
  const byTable = Map.groupBy(columns, ({ table }) => table);
  return new Map(
    tables.map(({ name, engine, sorting_key }) => {
      const typed = (byTable.get(name) ?? []).map((one) => [one.name, squeezed(one.type)] as const);
      return [name, { engine, sortingKey: squeezed(sorting_key), columns: new Map(typed) }];
    }),
  );
}

/** Checksums of the migrations that `database` says it has had; undefined where it has no record. */
export async function foundRecord(
  clickhouse: OpenedStore,
  database: string,
  tables: FoundTables,
): Promise<ReadonlyMap<string, string> | undefined> {
  const columns = tables.get(RECORD)?.columns;
  if (columns?.get('name') !== 'String' || columns.get('checksum') !== 'String') return undefined;
  const rows = await clickhouse.server.query(
    `SELECT name, checksum FROM \`${database}\`.${RECORD} FINAL`,
    {},
    recordRow,
  );
  return new Map(rows.map(({ name, checksum }) => [name, checksum]));
}

/** Whether a record is ours: the first of our migrations, or all and later ones, each unchanged. */
export function isOurs(
  record: ReadonlyMap<string, string> | undefined,
  files: readonly SchemaFile[],
): boolean {
  if (record === undefined || record.size === 0) return false;
  const known = files.filter(({ name }) => record.has(name));
  return (
    known.length === Math.min(record.size, files.length) &&
    files.slice(0, known.length).every(({ name, checksum }) => record.get(name) === checksum)
  );
}
