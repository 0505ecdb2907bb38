import { describe, expect, it } from 'vitest';
import { backoffMs, retryAfter, retryAfterMs } from './retry.ts';

const NOW = Date.parse('2026-11-27T12:00:00Z');

describe('Retry-After', () => {
  it.each([
    [0, '1'],
    [0.2, '1'],
    [2.1, '3'],
    [60, '60'],
  ])('is written for %d s as %s', (seconds, text) => {
    expect(retryAfter(seconds)).toEqual({ 'retry-after': text });
  });

  it.each([
    ['3', 3000],
    ['0', 0],
    ['Fri, 27 Nov 2026 12:00:05 GMT', 5000],
    ['Fri, 27 Nov 2026 11:00:00 GMT', 0],
    ['soon', 0],
    ['', 0],
    [undefined, 0],
    [null, 0],
  ])('is read from %s as %d ms', (header, ms) => {
    expect(retryAfterMs(header, NOW)).toBe(ms);
  });
});

it.each([
  [1, 100],
  [2, 200],
  [4, 800],
  [5, 1000],
  [5000, 1000],
])('waits after %d failures for half of %d ms at least, and no longer', (failures, bound) => {
  const waits = Array.from({ length: 200 }, () =>
    backoffMs(failures, { firstMs: 100, mostMs: 1000 }),
  );
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(bound / 2);
  expect(Math.max(...waits)).toBeLessThanOrEqual(bound);
});
