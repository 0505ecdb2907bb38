import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { type Database, DatabaseError } from './database.ts';
import { checkHistory, MIGRATIONS } from './migrations.ts';
import * as schema from './schema.ts';

/** Any number will do, as long as every process takes the same one. */
const MIGRATION_LOCK = 7_302_118_041;
const CONNECT_TIMEOUT_MS = 5000;
const STATEMENT_TIMEOUT_MS = 10_000;

/** Connects to a Postgres server (`postgres://user:password@host:5432/name`). */
export async function openPostgres(url: string): Promise<Database> {
  const place = placeOf(url);
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: 'request-desk',
  });
  // An idle connection that breaks is replaced at the next query; without a listener it would throw.
  pool.on('error', () => undefined);
  try {
    await migrateOnce(pool, place);
  } catch (cause) {
    await pool.end().catch(() => undefined);
    throw cause instanceof DatabaseError ? cause : unusable(place, cause);
  }
  return {
    orm: drizzle(pool, { schema }),
    engine: 'postgres',
    ping: async () => void (await pool.query('select 1')),
    close: () => pool.end(),
  };
}

/** Migrates under a lock, because several processes may start at the same time. */
async function migrateOnce(pool: pg.Pool, place: string): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('set statement_timeout = 0');
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const orm = drizzle(client, { schema });
    await migrate(orm, { migrationsFolder: MIGRATIONS });
    await checkHistory(orm, place);
  } finally {
    // Ends the session and with it the lock, also after a failure half way.
    client.release(true);
  }
}

function unusable(place: string, cause: unknown): DatabaseError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  return new DatabaseError(`DATABASE_URL ${place} ${reasonOf(code)}`, cause);
}

function reasonOf(code: string | undefined): string {
  if (code === '28P01' || code === '28000') return 'refuses this user or password: correct the URL';
  if (code === '3D000') return 'has no database of this name: create it or correct the URL';
  if (code === '42501') return 'does not let this user create tables: grant it the schema';
  return `does not answer${code ? ` (${code})` : ''}: start the server or correct the URL`;
}

/** Host, port and database: what may be printed of a URL that holds a password. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
