import { randomBytes } from 'node:crypto';
import { and, eq, notInArray, sql } from 'drizzle-orm';
import { type Database, DatabaseError, type Orm } from '../database.ts';
import { serverSecrets } from '../schema.ts';
import { KEY_ID_NAME, sealedOtherwise } from './sealed-otherwise.ts';
import type { SecretKeys } from './secret-keys.ts';

type Stored = Pick<Database, 'orm'>;

/** Before the name of a sealed value: a release that cannot open it makes a plain one of its own. */
const SEALED = 'sealed ';
/** The control plane's own name, which is no secret: statements compare it on the way. */
export const IDENTITY_NAME = 'identity';
const PLAIN = [IDENTITY_NAME, KEY_ID_NAME];

/**
 * 32 random bytes of this name, made for the first that asks and the same for everyone since; sealed
 * where there are keys. Throws DatabaseError where they are sealed with another key.
 */
export async function serverSecret(
  { orm }: Stored,
  name: string,
  now: Date,
  keys?: SecretKeys | undefined,
): Promise<Buffer> {
  const row = { name, value: randomBytes(32).toString('hex'), createdAt: now };
  if (keys === undefined || PLAIN.includes(name)) {
    await orm.insert(serverSecrets).values(row).onConflictDoNothing();
    return Buffer.from((await readValue(orm, name)) ?? lost(name), 'hex');
  }
  const sealedName = SEALED + name;
  if ((await readValue(orm, sealedName)) === undefined) {
    // What a former release stored stays the same value.
    const value = keys.seal((await readValue(orm, name)) ?? row.value, boundTo(sealedName));
    await orm
      .insert(serverSecrets)
      .values({ ...row, name: sealedName, value })
      .onConflictDoNothing();
  }
  const opened = keys.open((await readValue(orm, sealedName)) ?? lost(name), boundTo(sealedName));
  if (opened === undefined) throw sealedOtherwise();
  return Buffer.from(opened.text, 'hex');
}

/**
 * Seals what a former release stored plainly, and again what is sealed with a former key. What no key
 * opens is removed with `acceptNew`, to be made again; else throws DatabaseError.
 */
export async function sealServerSecrets(
  { orm }: Stored,
  keys: SecretKeys,
  { acceptNew, now }: { readonly acceptNew: boolean; readonly now: Date },
): Promise<void> {
  const rows = await orm.select().from(serverSecrets).where(notInArray(serverSecrets.name, PLAIN));
  const plain = rows.filter(({ name }) => !name.startsWith(SEALED));
  for (const { name, value } of rows.filter((row) => !plain.includes(row))) {
    const opened = keys.open(value, boundTo(name));
    if (opened?.isCurrent) continue;
    if (opened === undefined && !acceptNew) throw sealedOtherwise();
    // Another process may have done it in between.
    const same = and(eq(serverSecrets.name, name), eq(serverSecrets.value, value));
    if (opened === undefined) await orm.delete(serverSecrets).where(same);
    else
      await orm
        .update(serverSecrets)
        .set({ value: keys.seal(opened.text, boundTo(name)) })
        .where(same);
  }
  for (const { name } of plain) {
    await serverSecret({ orm }, name, now, keys);
    await orm.delete(serverSecrets).where(eq(serverSecrets.name, name));
  }
  // What they were stands in the table's file until it is rewritten.
  if (plain.length > 0) await orm.execute(sql`vacuum full server_secrets`);
}

async function readValue(orm: Orm, name: string): Promise<string | undefined> {
  const [row] = await orm.select().from(serverSecrets).where(eq(serverSecrets.name, name));
  return row?.value;
}

function boundTo(sealedName: string): string {
  return `server secret ${sealedName}`;
}

function lost(name: string): never {
  throw new DatabaseError(`the control plane lost the secret ${name}`);
}
