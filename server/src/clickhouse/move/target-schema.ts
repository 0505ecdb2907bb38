import { chooseDatabase } from '../choose-database.ts';
import type { OpenedStore } from '../client.ts';
import { inspectSchema } from '../schema/inspect-schema.ts';
import { setRetention } from '../schema/retention.ts';
import { schemaFiles } from '../schema/schema-files.ts';
import { statementsOf } from '../schema/schema-statements.ts';
import { makeMark, makeRecord, RECORD, renewMark } from '../schema/store-mark.ts';
import { tablesOf } from '../schema/table-storage.ts';
import { withoutReplaced } from '../schema/view-statements.ts';

/** A store, or a control plane, that somebody uses is no place to copy another into. */
export class TargetInUse extends Error {}

const ABOUT_VIEW =
  /^(?:CREATE (?:MATERIALIZED )?VIEW|DROP VIEW|ALTER TABLE \w+(?: ON CLUSTER '[^']*')? MODIFY QUERY)\b/;

/**
 * Makes the tables of a store that is to be filled by copying, without its views, which would write rows
 * of their own. Repeating it changes nothing. Throws TargetInUse where a store is complete.
 */
export async function prepareTarget(target: OpenedStore): Promise<void> {
  const files = await schemaFiles();
  await chooseDatabase(target, files);
  const { id } = await inspectSchema(target, files);
  if (id !== undefined)
    throw new TargetInUse(
      `the ClickHouse database ${target.database} holds a store that is in use: name an empty one`,
    );
  await makeMark(target);
  await makeRecord(target);
  for (const statement of await statements(target))
    if (!ABOUT_VIEW.test(statement)) await target.command(statement);
}

/** Makes what is missing beside the rows: from now on it is the store `id`. */
export async function completeTarget(
  target: OpenedStore,
  retentionDays: number,
  id: string,
): Promise<void> {
  const files = await schemaFiles();
  for (const statement of await statements(target))
    if (ABOUT_VIEW.test(statement)) await target.command(statement);
  for (const { name, checksum } of files) {
    await target.command(
      `INSERT INTO ${RECORD} (name, checksum) VALUES ({name: String}, {checksum: String})`,
      { name, checksum },
    );
  }
  await setRetention(target, retentionDays, tablesOf(files));
  await renewMark(target, id);
}

async function statements({ cluster }: OpenedStore): Promise<string[]> {
  const files = await schemaFiles();
  const tables = tablesOf(files);
  return withoutReplaced(files.flatMap(({ sql }) => statementsOf(sql, cluster, tables)));
}
