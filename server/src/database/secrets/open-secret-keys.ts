import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { serverSecrets } from '../schema.ts';
import { KEY_ID_NAME, sealedOtherwise } from './sealed-otherwise.ts';
import { SecretKeys } from './secret-keys.ts';
import { sealServerSecrets } from './server-secret.ts';

interface KeySettings {
  /** SECRETS_KEY: the current key first, then former ones. */
  readonly configured: readonly string[];
  /** Has the file `secrets-key` where none is configured and the control plane is in it, too. */
  readonly dataDir: string;
  readonly database: Pick<Database, 'orm' | 'engine'>;
  /** Goes on with another key where the former one is lost: what it sealed cannot be read. */
  readonly acceptNew: boolean;
  readonly now: Date;
}

/**
 * The keys that this desk's secrets are sealed with; none where the operator wants none
 * (SECRETS_KEY=none). What is stored otherwise is sealed under the one that counts now. Throws DatabaseError when they were sealed with another.
 */
export async function openSecretKeys(settings: KeySettings): Promise<SecretKeys | undefined> {
  const { configured, dataDir, database, acceptNew, now } = settings;
  const [first, ...former] = configured;
  if (first === undefined && database.engine === 'postgres') {
    if ((await sealedWith(database)) === undefined) return undefined;
    throw sealedOtherwise();
  }
  const keys = new SecretKeys(first === undefined ? [localKey(dataDir)] : [first, ...former]);
  const row = { name: KEY_ID_NAME, value: keys.currentId, createdAt: now };
  await database.orm.insert(serverSecrets).values(row).onConflictDoNothing();
  const known = await sealedWith(database);
  if (known === undefined || (!keys.has(known) && !acceptNew)) throw sealedOtherwise();
  if (known !== keys.currentId)
    await database.orm
      .update(serverSecrets)
      .set({ value: keys.currentId, createdAt: now })
      .where(eq(serverSecrets.name, KEY_ID_NAME));
  await sealServerSecrets(database, keys, { acceptNew, now });
  return keys;
}

async function sealedWith({ orm }: Pick<Database, 'orm'>): Promise<string | undefined> {
  const [row] = await orm.select().from(serverSecrets).where(eq(serverSecrets.name, KEY_ID_NAME));
  return row?.value;
}

/** Made at the first start, for its owner alone. */
function localKey(dataDir: string): string {
  const file = join(dataDir, 'secrets-key');
  if (!existsSync(file)) {
    writeFileSync(`${file}.new`, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  chmodSync(file, 0o600);
  return readFileSync(file, 'utf8').trim();
}
