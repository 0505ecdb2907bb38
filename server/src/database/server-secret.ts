import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { type Database, DatabaseError } from './database.ts';
import { serverSecrets } from './schema.ts';

/** 32 random bytes of this name, made by whoever asks first and the same for everyone since. */
export async function serverSecret(
  { orm }: Pick<Database, 'orm'>,
  name: string,
  now: Date,
): Promise<Buffer> {
  const value = randomBytes(32).toString('hex');
  await orm.insert(serverSecrets).values({ name, value, createdAt: now }).onConflictDoNothing();
  const [row] = await orm.select().from(serverSecrets).where(eq(serverSecrets.name, name));
  if (row === undefined) throw new DatabaseError(`the control plane lost the secret ${name}`);
  return Buffer.from(row.value, 'hex');
}
