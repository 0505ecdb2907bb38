import type pg from 'pg';
import { DatabaseError } from './database.ts';

const OLDEST = 13;

/** Refuses a server whose SQL lacks what the statements use. Throws DatabaseError, one line. */
export async function checkServerVersion(client: pg.ClientBase, place: string): Promise<void> {
  const { rows } = await client.query<{ number: string }>(
    "select current_setting('server_version_num') as number",
  );
  const major = Math.floor(Number(rows[0]?.number) / 10_000);
  if (major >= OLDEST) return;
  throw new DatabaseError(
    `DATABASE_URL ${place} is Postgres ${major}: use version ${OLDEST} or newer`,
  );
}

/**
 * Refuses a schema in which somebody else's tables stand and none of ours: `create table` would
 * collide or mix with them. Throws DatabaseError, one line.
 */
export async function checkForeignTables(client: pg.ClientBase, place: string): Promise<void> {
  const { rows } = await client.query<{ ours: boolean; foreign: string | null }>(`
    select to_regclass('drizzle.__drizzle_migrations') is not null
        and to_regclass('api_keys') is not null as ours,
      (select min(c.relname) from pg_class c
        where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
          and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')) as foreign`);
  const { ours, foreign } = rows[0] ?? { ours: false, foreign: null };
  if (ours || foreign === null) return;
  throw new DatabaseError(
    `DATABASE_URL ${place} holds tables of another application, such as ${foreign}: give Request ` +
      'Desk a database of its own',
  );
}
