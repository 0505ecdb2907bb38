import { openDatabase } from '../../server/src/database/open-database.ts';
import { ApiKeys } from '../../server/src/meetso/directory/api-keys.ts';
import { Orgs } from '../../server/src/meetso/directory/orgs.ts';
import { KEY_FORM } from '../../server/src/meetso/key-form.ts';
import type { Scope } from '../../server/src/meetso/scopes.ts';

/** The secret of a new organisation's key, made past any process, in a Postgres that is set up. */
export async function mintKey(databaseUrl: string, scopes: readonly Scope[]): Promise<string> {
  const database = await openDatabase({ url: databaseUrl, path: '' });
  try {
    const now = new Date();
    const org = await new Orgs(database).create('Bench', now);
    const keys = new ApiKeys(database, KEY_FORM);
    return (await keys.mint({ orgId: org.id, name: 'bench', scopes }, now)).secret;
  } finally {
    await database.close();
  }
}
