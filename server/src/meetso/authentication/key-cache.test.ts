import { beforeEach, describe, expect, it } from 'vitest';
import { ControlPlaneState } from '../../database/control-plane-state.ts';
import { DatabaseError } from '../../database/database.ts';
import type { StoredKey } from '../directory/api-keys.ts';
import { hashKeySecret } from '../directory/key-secret.ts';
import { KeyCache } from './key-cache.ts';

const SECRET = `mts_live_${'s'.repeat(32)}`;
const KEY: StoredKey = {
  id: 'key_1',
  orgId: 'org_1',
  name: 'key',
  prefix: SECRET.slice(0, 13),
  scopes: [],
  secretHash: hashKeySecret(SECRET),
  createdAt: new Date(0),
  expiresAt: null,
  revokedAt: null,
  revokedBy: null,
  replacedBy: null,
  lastUsedAt: null,
};

let now: number;
let readings: number;
/** What the database says next. */
let stored: () => Promise<StoredKey | undefined>;
let cache: KeyCache;

function cacheWith(staleMs: number): KeyCache {
  const findByHash = (hash: string) => {
    readings++;
    return hash === KEY.secretHash ? stored() : Promise.resolve(undefined);
  };
  const plane = new ControlPlaneState(() => now);
  return new KeyCache({ keys: { findByHash }, plane, staleMs, readWithinMs: 20, now: () => now });
}

const away = async () => {
  throw new DatabaseError('away');
};
const hung = () => new Promise<never>(() => undefined);

beforeEach(() => {
  [now, readings] = [0, 0];
  stored = async () => KEY;
  cache = cacheWith(300_000);
});

describe('keys in memory', () => {
  it('are read once for however many requests', async () => {
    const found = await Promise.all(Array.from({ length: 50 }, () => cache.find(SECRET)));
    expect(found.every((key) => key === KEY)).toBe(true);
    expect(cache.find(SECRET)).toBe(KEY);
    expect(readings).toBe(1);
  });

  it('are read again behind the back of requests, and show a revocation within 2 s', async () => {
    await cache.find(SECRET);
    const revoked = { ...KEY, revokedAt: new Date() };
    stored = async () => revoked;
    now = 749;
    expect(cache.find(SECRET)).toBe(KEY);
    expect(readings).toBe(1);
    now = 750;
    expect(cache.find(SECRET)).toBe(KEY);
    await Promise.resolve();
    expect(readings).toBe(2);
    await new Promise(setImmediate);
    expect(cache.find(SECRET)).toBe(revoked);
  });

  it('that nobody used for a while are read before they are trusted', async () => {
    await cache.find(SECRET);
    const revoked = { ...KEY, revokedAt: new Date() };
    stored = async () => revoked;
    now = 1_750;
    expect(await cache.find(SECRET)).toBe(revoked);
  });

  it.each([
    ['away', away],
    ['hung', hung],
    ['emptied', async () => undefined],
  ])('outlive a database that is %s for as long as they may be stale', async (_what, failing) => {
    await cache.find(SECRET);
    stored = failing;
    now = 1_750;
    expect(await cache.find(SECRET)).toBe(KEY);
    now = 299_999;
    expect(await cache.find(SECRET)).toBe(KEY);
    now = 300_000;
    await expect((async () => cache.find(SECRET))()).rejects.toBeInstanceOf(DatabaseError);
    stored = async () => KEY;
    await new Promise((resolve) => setTimeout(resolve, 40));
    now = 301_000;
    expect(await cache.find(SECRET)).toBe(KEY);
  });

  it('need not be waited for while the database is known to be away', async () => {
    await cache.find(SECRET);
    stored = hung;
    now = 1_750;
    await cache.find(SECRET);
    expect(cache.find(SECRET)).toBe(KEY);
  });

  it('fail closed where nothing may be stale', async () => {
    cache = cacheWith(0);
    await cache.find(SECRET);
    stored = away;
    now = 1_750;
    await expect(cache.find(SECRET)).rejects.toThrow('away');
  });

  it('stay refused as they were last read while the database is away', async () => {
    const revoked = { ...KEY, revokedAt: new Date() };
    stored = async () => revoked;
    await cache.find(SECRET);
    const unknown = `mts_live_${'u'.repeat(32)}`;
    await cache.find(unknown);
    stored = away;
    now = 5_000;
    expect(await cache.find(SECRET)).toBe(revoked);
    expect(await cache.find(unknown)).toBeUndefined();
  });

  it('that are heard to be revoked are so at once', async () => {
    await cache.find(SECRET);
    expect(cache.validIds()).toEqual([KEY.id]);
    cache.revoked([KEY.id], new Date(7));
    expect(cache.find(SECRET)).toMatchObject({ revokedAt: new Date(7) });
    expect(cache.validIds()).toEqual([]);
  });

  it('are not displaced by a flood of guesses', async () => {
    await cache.find(SECRET);
    for (let i = 0; i < 25_000; i++) await cache.find(`mts_live_${String(i).padStart(32, '0')}`);
    const before = readings;
    expect(cache.find(SECRET)).toBe(KEY);
    expect(readings).toBe(before);
  });

  it('are never asked for by text that is no key', () => {
    expect(cache.find('mts_live_short')).toBeUndefined();
    expect(readings).toBe(0);
  });
});
