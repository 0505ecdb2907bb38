import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { SharedReads } from './shared-reads.ts';

const now = () => performance.now();

it('is shared by all who asked before it began, and by none who asked later', async () => {
  let looks = 0;
  const reads = new SharedReads(async () => ++looks, 0, now);
  const since = now();
  expect(await Promise.all([1, 2, 3].map(() => reads.look(since)))).toEqual([1, 1, 1]);
  expect(await reads.look(since)).toBe(1);
  await pause(2);
  expect(await reads.look(now())).toBe(2);
});

it('leaves a store that answers slowly alone for as long again', async () => {
  const began: number[] = [];
  const slow = async (startedAt: number) => {
    began.push(startedAt);
    await pause(110);
  };
  const reads = new SharedReads(slow, 0, now);
  for (let n = 0; n < 3; n++) await reads.look(now());
  const apart = began.slice(1).map((at, n) => at - (began[n] ?? 0));
  // A timer may fire a little early.
  for (const one of apart) expect(one).toBeGreaterThanOrEqual(200);
});

it('asks again after a look that failed', async () => {
  let looks = 0;
  const once = async () => {
    looks++;
    if (looks === 1) throw new Error('away');
    return looks;
  };
  const reads = new SharedReads(once, 0, now);
  await expect(reads.look(now())).rejects.toThrow('away');
  expect(await reads.look(now())).toBe(2);
});
