import { eq, getTableColumns, inArray, is, type SQL, sql } from 'drizzle-orm';
import { getTableConfig, type PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Database, Orm } from '../../database/database.ts';
import { idempotencyKeys } from '../idempotency/idempotency-table.ts';
import * as directory from './tables.ts';

const { orgs, ...others } = directory;
const TABLES = [...Object.values(others), idempotencyKeys].filter((table) => is(table, PgTable));

/**
 * Removes an organisation with all rows that name it or refer to such rows, all or nothing; returns how many rows
 * went. Its keys must have been revoked: processes learn of that, and not of their removal.
 */
export async function eraseOrg({ orm }: Pick<Database, 'orm'>, id: string): Promise<number> {
  return await orm.transaction(async (tx) => {
    const theirs = TABLES.flatMap((table) => ownedRows(tx, table, id) ?? []);
    // What refers to other rows goes before them.
    const deletions = theirs.toSorted((a, b) => b.depth - a.depth);
    let gone = 0;
    for (const { table, rows } of [...deletions, { table: orgs, rows: eq(orgs.id, id) }])
      gone += (await tx.delete(table).where(rows).returning({ one: sql`1` })).length;
    return gone;
  });
}

interface OwnedRows {
  readonly table: PgTable;
  readonly rows: SQL;
  /** How many tables lie between it and the organisation. */
  readonly depth: number;
}

/** The rows of `table` that are an organisation's, by its column `org_id` or by the rows that they refer to. */
function ownedRows(orm: Orm, table: PgTable, id: string): OwnedRows | undefined {
  const { orgId }: { readonly orgId?: PgColumn } = getTableColumns(table);
  if (orgId) return { table, rows: eq(orgId, id), depth: 0 };
  for (const key of getTableConfig(table).foreignKeys) {
    const { columns, foreignTable, foreignColumns } = key.reference();
    const [column, target] = [columns[0], foreignColumns[0]];
    const parent = ownedRows(orm, foreignTable, id);
    if (parent === undefined || column === undefined || target === undefined) continue;
    const named = orm.select({ target }).from(foreignTable).where(parent.rows);
    return { table, rows: inArray(column, named), depth: parent.depth + 1 };
  }
  return undefined;
}
