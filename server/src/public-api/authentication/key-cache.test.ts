import { beforeEach, describe, expect, it } from 'vitest';
import type { StoredKey } from '../../database/api-keys.ts';
import { hashKeySecret } from '../../database/key-secret.ts';
import { KeyCache } from './key-cache.ts';

const SECRET = `mts_live_${'s'.repeat(32)}`;
const KEY: StoredKey = {
  ...{ id: 'key_1', orgId: 'org_1', name: 'key', prefix: SECRET.slice(0, 13), scopes: [] },
  secretHash: hashKeySecret(SECRET),
  createdAt: new Date(0),
  ...{ expiresAt: null, revokedAt: null, revokedBy: null, replacedBy: null, lastUsedAt: null },
};

let now: number;
let readings: number;
/** What the database says next. */
let stored: () => Promise<StoredKey | undefined>;
let cache: KeyCache;

beforeEach(() => {
  [now, readings] = [0, 0];
  stored = async () => KEY;
  cache = new KeyCache(
    {
      findByHash: (hash) => {
        readings++;
        return hash === KEY.secretHash ? stored() : Promise.resolve(undefined);
      },
    },
    () => now,
  );
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

  it('outlive a database that is away for a moment, and no more', async () => {
    await cache.find(SECRET);
    stored = async () => {
      throw new Error('away');
    };
    now = 1_000;
    expect(cache.find(SECRET)).toBe(KEY);
    await new Promise(setImmediate);
    now = 1_750;
    await expect(cache.find(SECRET)).rejects.toThrow('away');
    stored = async () => KEY;
    expect(await cache.find(SECRET)).toBe(KEY);
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
