import { chooseDatabase } from '../choose-database.ts';
import type { OpenedStore } from '../client.ts';
import { backfillView } from './backfill.ts';
import { inspectSchema } from './inspect-schema.ts';
import { setRetention } from './retention.ts';
import { schemaFiles } from './schema-files.ts';
import { statementsOf } from './schema-statements.ts';
import { completeMark, makeMark, makeRecord, RECORD } from './store-mark.ts';
import { tablesOf } from './table-storage.ts';
import { viewsMadeBy, withoutReplaced } from './view-statements.ts';

/**
 * Brings the store to the newest schema: forward only, each file once, and again where something
 * has gone. Several processes may do so at once: every step changes nothing when it is repeated.
 * Sets the TTL of every table to `retentionDays`. Resolves with the store's id when all is there.
 * Throws ForeignTables, SchemaChanged or SchemaFault before anything is changed; `directory` is for tests.
 */
export async function migrate(
  clickhouse: OpenedStore,
  retentionDays: number,
  directory?: string,
): Promise<string> {
  const files = await schemaFiles(directory);
  const tables = tablesOf(files);
  await chooseDatabase(clickhouse, files);
  const { pending, id } = await inspectSchema(clickhouse, files);
  if (id === undefined) {
    await makeMark(clickhouse);
    await makeRecord(clickhouse);
  }
  const statements = pending.flatMap(({ sql }) => statementsOf(sql, clickhouse.cluster, tables));
  for (const statement of withoutReplaced(statements)) await clickhouse.command(statement);
  // After all of them: a view may read what is made behind it, and be changed later.
  const made = viewsMadeBy(pending.flatMap(({ sql }) => statementsOf(sql, undefined, tables)));
  for (const view of made) await backfillView(clickhouse, view);
  for (const { name, checksum } of pending) {
    await clickhouse.command(
      `INSERT INTO ${RECORD} (name, checksum) VALUES ({name: String}, {checksum: String})`,
      { name, checksum },
    );
  }
  await setRetention(clickhouse, retentionDays, tables);
  return id ?? (await completeMark(clickhouse));
}
