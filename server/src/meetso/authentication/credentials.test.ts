import type { CallerFacts } from '@request-desk/fastify';
import { expect, it } from 'vitest';
import { DatabaseError } from '../../database/database.ts';
import { TimeBudget } from '../../database/time-budget.ts';
import type { StoredKey } from '../directory/api-keys.ts';
import type { Authenticator } from './authenticate.ts';
import { keyOrRefusal } from './credentials.ts';
import type { KeyCache } from './key-cache.ts';

const SECRET = `mts_live_${'aB3'.repeat(10)}xY`;
const KEY = { id: 'key_1', orgId: 'org_1', scopes: ['meetings:read'] } as unknown as StoredKey;

it('notes whose call it was, where that was known, when the key is not read in time', async () => {
  const keys: Pick<KeyCache, 'find' | 'cached'> = {
    find: () => new Promise(() => undefined),
    cached: () => KEY,
  };
  const facts: CallerFacts = {};
  const budget = new TimeBudget(20, () => performance.now());
  const gate = { keys, now: Date.now } as unknown as Authenticator;
  const asked = keyOrRefusal(gate, ['Authorization', `Bearer ${SECRET}`], budget, facts);
  await expect(asked).rejects.toThrow(DatabaseError);
  expect(facts).toMatchObject({ orgId: 'org_1', keyId: 'key_1', keyPrefix: 'mts_live_aB3a' });
});
