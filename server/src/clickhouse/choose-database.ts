import { z } from 'zod';
import type { OpenedStore } from './client.ts';
import { foundRecord, foundTables, isOurs } from './schema/found-schema.ts';
import type { SchemaFile } from './schema/schema-files.ts';
import { onCluster } from './schema/schema-statements.ts';
import { MARK, RECORD } from './schema/store-mark.ts';

const nameRow = z.object({ name: z.string() });

/** Where releases before this one made the tables of those who named no database. */
const FORMER = 'default';

/**
 * Turns `clickhouse` to the database of our tables, which is made if it is missing. Where nobody
 * named one, tables that an earlier release made in `default` go on being used.
 */
export async function chooseDatabase(
  clickhouse: OpenedStore,
  files: readonly SchemaFile[],
): Promise<void> {
  const { place, server, cluster } = clickhouse;
  const database = (await holdsFormer(clickhouse, files)) ? FORMER : place.database;
  const sql = 'SELECT name FROM system.databases WHERE name = {database: String}';
  // Asked first: a user that may not make databases may use one that was made for it.
  const there = await server.query(sql, { database }, nameRow);
  if (there.length === 0 || (cluster && database !== FORMER)) {
    await server.command(`CREATE DATABASE IF NOT EXISTS \`${database}\`${onCluster(cluster)}`);
  }
  if (clickhouse.database !== database) await clickhouse.use(database);
}

async function holdsFormer(
  clickhouse: OpenedStore,
  files: readonly SchemaFile[],
): Promise<boolean> {
  const { place } = clickhouse;
  if (place.named) return false;
  if ((await foundTables(clickhouse, place.database)).has(MARK)) return false;
  const tables = await foundTables(clickhouse, FORMER);
  // Nobody but us makes tables in our own directory: damaged ones are refused, never passed over.
  if (clickhouse.embedded && tables.has(RECORD)) return true;
  return isOurs(await foundRecord(clickhouse, FORMER, tables), files);
}
