import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from '@redis/client';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type RedisServer,
  redisMissing,
  startRedis,
} from '../../../testkit/engines/redis-server.ts';
import { poll } from '../../../testkit/poll.ts';
import { openSharedStore, type SharedStore } from '../../src/database/shared-store.ts';
import { FleetRateLimits } from '../../src/meetso/rate-limit/fleet-rate-limits.ts';
import { keyWindows } from '../../src/meetso/rate-limit/key-windows.ts';

const WINDOWS = keyWindows({ burst: 10, perMinute: 60 });
/** More than the 20 ms of a real process: other tests share this machine. */
const PATIENCE_MS = 1_000;
const missing = redisMissing();
if (missing) console.log(`no shared store of rate limits tried: ${missing}`);

describe('without a shared store', () => {
  const two = () =>
    new FleetRateLimits({ windows: WINDOWS, store: undefined, kind: 'k', processes: () => 2 });

  it('each process allows its share, and says so', async () => {
    const limits = two();
    const decisions = await Promise.all(Array.from({ length: 8 }, () => limits.take('a', 0)));
    expect(decisions.map(({ accepted }) => accepted).filter(Boolean)).toHaveLength(5);
    expect(decisions.at(-1)).toMatchObject({ processes: 2, accepted: false });
    expect(decisions.at(-1)?.states[0]).toEqual({
      limit: 5,
      used: 5,
      waitMs: 1_000,
      resetMs: 1_000,
    });
  });

  it('allows one call where there are more processes than calls', async () => {
    const many = { windows: WINDOWS, store: undefined, kind: 'k', processes: () => 99 };
    const limits = new FleetRateLimits(many);
    expect([await limits.take('a', 0), await limits.take('a', 1)]).toMatchObject([
      { accepted: true },
      { accepted: false },
    ]);
  });
});

describe.skipIf(missing)('with a shared store', () => {
  let redis: RedisServer;
  let stores: SharedStore[];
  let fleet: FleetRateLimits[];
  const lines: string[] = [];

  beforeAll(async () => {
    redis = await startRedis();
    const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
    stores = await Promise.all([0, 1].map(() => openSharedStore(redis.url, log, PATIENCE_MS)));
    fleet = stores.map(
      (store) => new FleetRateLimits({ windows: WINDOWS, store, kind: 'k', processes: () => 2 }),
    );
    await everyoneThere();
  });

  afterAll(async () => {
    for (const store of stores) store.close();
    await redis.kill();
  });

  const everyoneThere = () =>
    poll('the shared store', async () => stores.every((store) => store.isThere()) || undefined, {
      everyMs: 10,
    });
  /** `count` calls, of each process in turn, all at once. */
  const calls = (key: string, count: number) =>
    Promise.all(
      Array.from({ length: count }, async (_, n) => fleet[n % 2]?.take(key, performance.now())),
    );
  const accepted = (all: readonly ({ accepted: boolean } | undefined)[]) =>
    all.filter((one) => one?.accepted).length;

  it('lets through exactly the limit, together, and says exactly when there is room', async () => {
    const first = await calls('exact', 30);
    expect(accepted(first)).toBe(10);
    const refused = first.find((one) => one?.accepted === false);
    expect(refused).toMatchObject({ processes: 1 });
    const [burst, sustained] = refused?.states ?? [];
    expect(burst).toMatchObject({ limit: 10, used: 10 });
    expect(sustained).toMatchObject({ limit: 60, used: 10, waitMs: 0 });
    expect(burst?.waitMs).toBeGreaterThan(900);
    await pause(Math.ceil(burst?.waitMs ?? 0));
    expect(accepted(await calls('exact', 1))).toBe(1);
  });

  it('keeps keys, and keys of another kind, apart', async () => {
    const [store] = stores;
    const other = { windows: WINDOWS, store, kind: 'other', processes: () => 2 };
    expect(accepted(await calls('apart', 12))).toBe(10);
    expect(await new FleetRateLimits(other).take('apart', 0)).toMatchObject({ accepted: true });
    expect(accepted(await calls('apart-2', 12))).toBe(10);
  });

  it('goes on with shares while it hangs or is gone, and comes back by itself', async () => {
    expect(accepted(await calls('gone', 4))).toBe(4);
    redis.freeze();
    const alone = await calls('gone', 40);
    // Each has let two through before: what it allows alone is five in all.
    expect(accepted(alone)).toBe(6);
    expect(alone.find((one) => one?.accepted === false)).toMatchObject({ processes: 2 });
    expect(stores.map((store) => store.state())).toEqual([
      { state: 'away', missed: 20 },
      { state: 'away', missed: 20 },
    ]);
    redis.resume();
    await everyoneThere();
    await redis.kill();
    await poll('its end', async () => stores.every((store) => !store.isThere()) || undefined);
    expect(accepted(await calls('crashed', 40))).toBe(10);
    await redis.start();
    await everyoneThere();
    expect(lines.filter((line) => line.includes('does not answer'))).not.toHaveLength(0);
    expect(lines.filter((line) => line.includes('answers again'))).not.toHaveLength(0);
  });

  it('neither frees nor blocks a key for longer than a window when its clock goes back', async () => {
    expect(accepted(await calls('clock', 10))).toBe(10);
    // An hour later by the store's clock than it is now: as after a step back.
    const client = createClient({ url: redis.url });
    await client.connect();
    const log = 'request_desk:limits:k:clock';
    for (const { value, score } of await client.zRangeWithScores(log, 0, -1))
      await client.zAdd(log, { value, score: score + 3_600_000_000 });
    client.destroy();
    expect(accepted(await calls('clock', 4))).toBe(0);
    await pause(1_010);
    expect(accepted(await calls('clock', 4))).toBe(4);
  });
});
