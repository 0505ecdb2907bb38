import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { ControlPlaneReplaced } from './control-plane-outage.ts';
import { type Database, DatabaseError } from './database.ts';
import { checkForeignTables, checkServerVersion } from './foreign-tables.ts';
import { identityOf, type Queries, readIdentity } from './identity.ts';
import { checkHistory, MIGRATIONS } from './migrations.ts';
import { connectingWithin, destroyWhenStuck, limitCheckout, releaseEnded } from './pool-guards.ts';
import { postgresSignals } from './postgres-signals.ts';
import * as schema from './schema.ts';

/** Any number will do, as long as every process takes the same one. */
const MIGRATION_LOCK = 7_302_118_041;
/** To wait for a connection, and for the answer of one statement. */
const PROMPT = { connections: 10, connectMs: 400, statementMs: 500 };
const PATIENT = { connections: 10, connectMs: 2_000, statementMs: 4_000 };
const MIGRATE_CONNECT_MS = 5_000;

type PoolTimeouts = typeof PROMPT;

/**
 * Connects to a Postgres server (`postgres://user:password@host:5432/name`) and migrates it. Calls
 * never wait longer than their pool allows, also where the network drops everything; connections
 * that do not answer are destroyed, and new ones made when somebody asks again.
 */
export async function openPostgres(url: string): Promise<Database> {
  const place = placeOf(url);
  const identity = await prepared(url, place);
  const verify = verifier(identity);
  const [prompt, patient] = [poolOf(url, PROMPT, verify), poolOf(url, PATIENT, verify)];
  const signals = postgresSignals(url, patient);
  return {
    orm: drizzle(patient, { schema }),
    prompt: { orm: drizzle(prompt, { schema }) },
    engine: 'postgres',
    signals,
    identity,
    ping: () => check(prompt, identity),
    close: async () => {
      await signals.close();
      await Promise.all([prompt.end(), patient.end()]);
    },
  };
}

type Verify = NonNullable<pg.PoolConfig['verify']>;

function poolOf(
  url: string,
  { connections, connectMs, statementMs }: PoolTimeouts,
  verify: Verify,
) {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    Client: connectingWithin(connectMs),
    statement_timeout: statementMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: 'request-desk',
    verify,
  });
  // A connection that breaks is replaced at the next query; without a listener it would throw.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    destroyWhenStuck(client, statementMs);
  });
  releaseEnded(pool);
  limitCheckout(pool, connectMs);
  return pool;
}

/** A new connection may lead to another database than the one before it: an emptied or a foreign one. */
function verifier(identity: string): Verify {
  return (client, done) => {
    check(client, identity).then(() => done(), done);
  };
}

/** A schema emptied on the same connection shows no other sign. */
async function check(client: Queries, identity: string): Promise<void> {
  const found = await readIdentity(client).catch((error: unknown) => {
    throw codeIn(error) === '42P01' ? new ControlPlaneReplaced(error) : error;
  });
  if (found !== identity) throw new ControlPlaneReplaced();
}

/** Migrates under a lock, because several processes may start at the same time; however long it takes. */
async function prepared(url: string, place: string): Promise<string> {
  const client = clientOf(url, place);
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await checkServerVersion(client, place);
    await checkForeignTables(client, place);
    const orm = drizzle(client, { schema });
    await migrate(orm, { migrationsFolder: MIGRATIONS });
    await checkHistory(orm, place);
    return await identityOf(orm, new Date());
  } catch (cause) {
    throw cause instanceof DatabaseError ? cause : unusable(place, cause);
  } finally {
    // Ends the session and with it the lock, also after a failure half way.
    await client.end().catch(() => undefined);
  }
}

/** It reads the files that `url` names. */
function clientOf(connectionString: string, place: string): pg.Client {
  try {
    return new pg.Client({
      connectionString,
      connectionTimeoutMillis: MIGRATE_CONNECT_MS,
      keepAlive: true,
      application_name: 'request-desk',
    });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new DatabaseError(`DATABASE_URL ${place} is not usable: ${why}`, cause);
  }
}

function unusable(place: string, cause: unknown): DatabaseError {
  const code = codeIn(cause);
  return new DatabaseError(`DATABASE_URL ${place} ${reasonOf(code)}`, cause);
}

/** Drizzle wraps what the driver says. */
function codeIn(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && at.code !== undefined) return String(at.code);
  }
  return undefined;
}

function reasonOf(code: string | undefined): string {
  if (code === '28P01' || code === '28000') return 'refuses this user or password: correct the URL';
  if (code === '3D000') return 'has no database of this name: create it or correct the URL';
  if (code === '42501') return 'does not let this user create tables: grant it the schema';
  if (code === '53100') return 'has no space left: make room on the disk of the server';
  if (code === '25006') return 'is read-only, a standby perhaps: give the URL of the primary';
  return `does not answer${code ? ` (${code})` : ''}: start the server or correct the URL`;
}

/** Host, port and database: what may be printed of a URL that holds a password. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
