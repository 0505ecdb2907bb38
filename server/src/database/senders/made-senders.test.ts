import { setTimeout as pause } from 'node:timers/promises';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StoredIngestToken } from './ingest-tokens.ts';
import { MadeSenders } from './made-senders.ts';

const log = pino({ level: 'silent' });
const of = (secretHash: string) => ({ id: secretHash, secretHash }) as StoredIngestToken;
let good: StoredIngestToken[];
let reads: number;
let isAway: boolean;
let tookMs: number;
let made: MadeSenders;

beforeEach(async () => {
  vi.useFakeTimers();
  [good, reads, isAway, tookMs] = [[of('shop')], 0, false, 0];
  const store = {
    good: async () => {
      reads++;
      const read = good;
      if (tookMs > 0) await new Promise((resolve) => setTimeout(resolve, tookMs));
      if (isAway) throw new Error('away');
      return read;
    },
    touch: async () => undefined,
  };
  made = await MadeSenders.open({ store, log, now: Date.now });
});

afterEach(async () => {
  await made.close();
  vi.useRealTimers();
});

describe('the credentials that staff made', () => {
  it('are hardly read while nobody sends, and before the first that is used after that', async () => {
    await vi.advanceTimersByTimeAsync(80_000);
    expect(reads).toBeLessThanOrEqual(3);
    good = [];
    const before = reads;
    expect(await made.find('shop')).toBeUndefined();
    expect(reads).toBe(before + 1);
  });

  it('that are revoked are refused within two seconds while they are used', async () => {
    for (let ms = 0; ms < 10_000; ms += 100) {
      expect(await made.find('shop')).toBeDefined();
      await vi.advanceTimersByTimeAsync(100);
    }
    good = [];
    let afterMs = 0;
    for (; await made.find('shop'); afterMs += 100) await vi.advanceTimersByTimeAsync(100);
    expect(afterMs).toBeLessThanOrEqual(2_000);
    expect(reads).toBeLessThanOrEqual(10);
  });

  it('that are revoked are refused to all who send while they are read again', async () => {
    await vi.advanceTimersByTimeAsync(20_000);
    [good, tookMs] = [[], 300];
    const first = made.find('shop');
    await vi.advanceTimersByTimeAsync(100);
    const both = Promise.all([first, made.find('shop')]);
    let isDone = false;
    void both.then(() => {
      isDone = true;
    });
    for (; !isDone; await pause(20)) await vi.advanceTimersByTimeAsync(100);
    expect(await both).toEqual([undefined, undefined]);
  });

  it('go on while the control plane is away, without a wait, and are read again when it is back', async () => {
    await vi.advanceTimersByTimeAsync(20_000);
    isAway = true;
    expect(await made.find('shop')).toBeDefined();
    const before = reads;
    expect(await made.find('shop')).toBeDefined();
    expect(reads).toBe(before);
    const unknown = made.find('new').catch((error: Error) => error.message);
    await vi.advanceTimersByTimeAsync(500);
    expect(await unknown).toBe('away');
    [isAway, good] = [false, []];
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await made.find('shop')).toBeUndefined();
  });
});
