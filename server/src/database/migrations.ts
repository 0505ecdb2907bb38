import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { z } from 'zod';
import { DatabaseError, type Orm } from './database.ts';

/** One folder of migrations for both engines. */
export const MIGRATIONS = fileURLToPath(new URL('../../drizzle', import.meta.url));

const applied = z.array(z.object({ hash: z.string() }));

/**
 * Refuses a database that holds a migration this version does not ship: it was written by a newer
 * version, or a shipped migration was edited.
 */
export async function checkHistory(orm: Orm, place: string): Promise<void> {
  const known = new Set(readMigrationFiles({ migrationsFolder: MIGRATIONS }).map((m) => m.hash));
  const result: unknown = await orm.execute(
    sql`select hash from drizzle.__drizzle_migrations order by id`,
  );
  const { rows } = z.object({ rows: applied }).parse(result);
  if (rows.every(({ hash }) => known.has(hash))) return;
  throw new DatabaseError(
    `the control plane (${place}) holds a migration that this version does not know: ` +
      'run the version that wrote it, or a later one',
  );
}
