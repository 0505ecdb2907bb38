import { chmodSync, mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { isControlPlaneWhole } from './data-dir/control-file.ts';
import { fillNewCluster } from './data-dir/prepared-cluster.ts';
import { type Database, DatabaseError } from './database.ts';
import { identityOf } from './identity.ts';
import { checkHistory, MIGRATIONS } from './migrations.ts';
import * as schema from './schema.ts';
import { localSignals } from './signals.ts';

/** Less than this, and a failure to open is put down to it. */
const NEEDED_BYTES = 1024 ** 2;

/** Opens Postgres inside this process, with its data in the directory `path`. */
export async function openEmbedded(path: string): Promise<Database> {
  const client = await start(path);
  const orm = drizzle(client, { schema });
  let identity: string;
  try {
    await migrate(orm, { migrationsFolder: MIGRATIONS });
    await checkHistory(orm, path);
    identity = await identityOf(orm, new Date());
    makeOwnerOnly(path);
  } catch (error) {
    await client.close().catch(() => undefined);
    throw error instanceof DatabaseError ? error : damaged(path, error);
  }
  return {
    orm,
    prompt: { orm },
    identity,
    engine: 'embedded',
    signals: localSignals(),
    ping: async () => void (await client.query('select 1')),
    close: () => client.close(),
  };
}

async function start(path: string): Promise<PGlite> {
  let isNew: boolean;
  try {
    mkdirSync(path, { recursive: true });
    isNew = readdirSync(path).every((name) => name === 'lost+found');
  } catch (cause) {
    throw new DatabaseError(`cannot make ${path}: check its owner and the free space`, cause);
  }
  if (!isNew && !isControlPlaneWhole(path)) throw damaged(path, undefined);
  try {
    if (isNew) await fillNewCluster(path);
    return await PGlite.create({ dataDir: path });
  } catch (error) {
    const full = isFull(path);
    // What a first start could not finish would be taken for a damaged one by the next.
    if (isNew) for (const name of readdirSync(path)) rmSync(join(path, name), { recursive: true });
    throw full ? noSpace(path, error) : damaged(path, error);
  }
}

/** The engine reports a full disk as damage. */
function isFull(path: string): boolean {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize < NEEDED_BYTES;
}

function noSpace(path: string, cause: unknown): DatabaseError {
  return new DatabaseError(
    `the control plane in ${path} cannot be opened, its disk is full: make room there, or set ` +
      'DATA_DIR to another disk',
    cause,
  );
}

function damaged(path: string, cause: unknown): DatabaseError {
  return new DatabaseError(
    `the control plane in ${path} cannot be opened, it seems to be damaged: restore it from a ` +
      "backup, or start with --new-control-plane to make an empty one (customers' keys are then gone)",
    cause,
  );
}

/**
 * Takes every right on a directory and what is in it from everybody else: the embedded Postgres makes
 * its files 0666 whatever the umask, and earlier releases left them so.
 */
function makeOwnerOnly(directory: string): void {
  chmodSync(directory, 0o700);
  for (const entry of readdirSync(directory, { withFileTypes: true, recursive: true })) {
    if (!entry.isDirectory() && !entry.isFile()) continue;
    chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o700 : 0o600);
  }
}
