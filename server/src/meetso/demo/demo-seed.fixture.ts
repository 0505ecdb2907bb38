import type { DemoSeed } from './demo-data.ts';

const READ = ['meetings:read'] as const;
const WRITE = ['meetings:write'] as const;
const BOTH = [...READ, ...WRITE] as const;

const KEYS = [
  ['client', 'active', BOTH],
  ['client', 'active', READ],
  ['client', 'active', WRITE],
  ['runaway', 'active', BOTH],
  ['retired', 'revoked', BOTH],
  ['retired', 'expired', BOTH],
  ['try', 'active', READ],
] as const;

const keys = KEYS.map(([use, state, scopes], n) => ({
  id: `key_${n}`,
  orgId: 'org_1',
  name: `Key ${n}`,
  secret: `mts_live_${(use === 'try' ? 't' : String(n)).repeat(32)}`,
  use,
  state,
  scopes,
}));
const tryKey = keys.pop();
if (tryKey === undefined) throw new Error('unreachable');

/** A seed with one key of each kind, for tests. */
export const SEED: DemoSeed = {
  orgs: [{ id: 'org_1', name: 'Fernhill Labs' }],
  keys,
  tryKey,
  meetings: [{ id: `mtg_${'b'.repeat(20)}`, orgId: 'org_1', deleted: false }],
};
