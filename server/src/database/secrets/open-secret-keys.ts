import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { type Database, DatabaseError } from '../database.ts';
import { serverSecrets } from '../schema.ts';
import { SecretKeys } from './secret-keys.ts';

/** Where the control plane says which key its secrets are sealed with. */
const NAME = 'secrets key id';

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
 * The keys that this desk's secrets are sealed with; none where other processes may share the control
 * plane and nobody has given them all the same. Throws DatabaseError when they were sealed with another.
 */
export async function openSecretKeys(settings: KeySettings): Promise<SecretKeys | undefined> {
  const { configured, dataDir, database, acceptNew, now } = settings;
  const [first, ...former] = configured;
  if (first === undefined && database.engine === 'postgres') {
    if ((await sealedWith(database)) === undefined) return undefined;
    throw sealedOtherwise();
  }
  const keys = new SecretKeys(first === undefined ? [localKey(dataDir)] : [first, ...former]);
  const row = { name: NAME, value: keys.currentId, createdAt: now };
  await database.orm.insert(serverSecrets).values(row).onConflictDoNothing();
  const known = await sealedWith(database);
  if (known === undefined || (!keys.has(known) && !acceptNew)) throw sealedOtherwise();
  if (known !== keys.currentId)
    await database.orm
      .update(serverSecrets)
      .set({ value: keys.currentId, createdAt: now })
      .where(eq(serverSecrets.name, NAME));
  return keys;
}

async function sealedWith({ orm }: Pick<Database, 'orm'>): Promise<string | undefined> {
  const [row] = await orm.select().from(serverSecrets).where(eq(serverSecrets.name, NAME));
  return row?.value;
}

function sealedOtherwise(): DatabaseError {
  return new DatabaseError(
    'the secrets in the control plane are sealed with another key: set SECRETS_KEY (or ' +
      'SECRETS_KEY_FILE) to it, the new one first where it is changed (new,former). Processes that ' +
      'share a control plane need the same. If it is lost for good, start once with --new-secrets-key: ' +
      'channels then need their secrets again',
  );
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
