import { expect, it } from 'vitest';
import { FingerprintLimit } from './fingerprint-limit.ts';

it('lets ten through at once, then ten a minute, for each fingerprint', () => {
  let now = 0;
  const limit = new FingerprintLimit(() => now);
  const taken = (name: string, times: number) =>
    Array.from({ length: times }, () => limit.take(name)).filter(Boolean).length;
  expect(taken('a', 30)).toBe(10);
  expect(taken('b', 30)).toBe(10);
  now += 6_000;
  expect(taken('a', 30)).toBe(1);
  now += 60_000;
  expect(taken('a', 30)).toBe(10);
});
