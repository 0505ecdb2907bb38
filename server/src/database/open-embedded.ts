import { mkdirSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { isControlFileDamaged } from './control-file.ts';
import { type Database, DatabaseError } from './database.ts';
import { identityOf } from './identity.ts';
import { checkHistory, MIGRATIONS } from './migrations.ts';
import * as schema from './schema.ts';

/** Opens Postgres inside this process, with its data in the directory `path`. */
export async function openEmbedded(path: string): Promise<Database> {
  const client = await start(path);
  const orm = drizzle(client, { schema });
  let identity: string;
  try {
    await migrate(orm, { migrationsFolder: MIGRATIONS });
    await checkHistory(orm, path);
    identity = await identityOf(orm, new Date());
  } catch (error) {
    await client.close().catch(() => undefined);
    throw error instanceof DatabaseError ? error : damaged(path, error);
  }
  return {
    orm,
    prompt: { orm },
    identity,
    engine: 'embedded',
    ping: async () => void (await client.query('select 1')),
    close: () => client.close(),
  };
}

async function start(path: string): Promise<PGlite> {
  try {
    mkdirSync(path, { recursive: true });
  } catch (cause) {
    throw new DatabaseError(`cannot make ${path}: check its owner and the free space`, cause);
  }
  if (isControlFileDamaged(path)) throw damaged(path, undefined);
  try {
    return await PGlite.create({ dataDir: path });
  } catch (error) {
    throw damaged(path, error);
  }
}

function damaged(path: string, cause: unknown): DatabaseError {
  return new DatabaseError(
    `the control plane in ${path} cannot be opened, it seems to be damaged: restore it from a ` +
      "backup, or move it away to start with an empty one (customers' keys are then gone)",
    cause,
  );
}
