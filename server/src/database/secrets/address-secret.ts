import type { AddressForm } from '@request-desk/fastify/redaction/stored-address';
import type { Database } from '../database.ts';
import type { SecretKeys } from './secret-keys.ts';
import { serverSecret } from './server-secret.ts';

/** What hashed addresses are named with, the same in all processes; undefined for other forms. */
export async function addressSecret(
  database: Pick<Database, 'orm'>,
  form: AddressForm,
  now: Date,
  keys: SecretKeys | undefined,
): Promise<string | undefined> {
  if (form !== 'hashed') return undefined;
  return (await serverSecret(database, 'addresses', now, keys)).toString('hex');
}
