import type { DemoKey, DemoSeed } from '../../server/src/meetso/demo/demo-data.ts';

const ORGS = 200;
const KEYS = 500;
const READ = ['meetings:read'] as const;
const WRITE = ['meetings:write'] as const;
const BOTH = ['meetings:read', 'meetings:write'] as const;

const key = (n: number, of: Pick<DemoKey, 'use' | 'state' | 'scopes'>): DemoKey => ({
  id: `key_${(n * 2_654_435_761).toString(36)}`,
  orgId: `org_${((n % ORGS) * 2_246_822_519).toString(36)}`,
  name: `Key ${n}`,
  secret: `mts_live_${n.toString(36).padStart(4, '0').repeat(8)}`,
  ...of,
});

/** 500 keys of 200 organisations, with each kind of use that the made-up requests have. */
export function customers(): DemoSeed {
  const keys = Array.from({ length: KEYS }, (_, n) =>
    key(n, { use: 'client', state: 'active', scopes: [READ, WRITE, BOTH, BOTH][n % 4] ?? BOTH }),
  );
  const others = [
    { use: 'runaway', state: 'active', scopes: BOTH },
    { use: 'importer', state: 'active', scopes: BOTH },
    { use: 'retired', state: 'revoked', scopes: BOTH },
    { use: 'retired', state: 'expired', scopes: BOTH },
  ] as const;
  return {
    orgs: Array.from({ length: ORGS }, (_, n) => ({
      id: key(n, others[0]).orgId,
      name: `Org ${n}`,
    })),
    keys: [...keys, ...others.map((one, n) => key(KEYS + n, one))],
    tryKey: key(KEYS + others.length, { use: 'try', state: 'active', scopes: READ }),
    meetings: Array.from({ length: 100 }, (_, n) => ({
      id: `mtg_${n.toString(36).padStart(20, '0')}`,
      orgId: key(n, others[0]).orgId,
      deleted: n % 10 === 0,
    })),
  };
}
