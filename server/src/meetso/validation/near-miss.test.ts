import { describe, expect, it } from 'vitest';
import { nearMiss } from './near-miss.ts';

const RANGES = ['24h', '7d', '30d', '90d', 'all'];
const NAMES = ['limit', 'time_range', 'cursor'];

describe('a near miss', () => {
  it.each([
    ['7days', RANGES, '7d'],
    ['7D', RANGES, '7d'],
    ['24 hours', RANGES, '24h'],
    ['30', RANGES, '30d'],
    ['90days', RANGES, '90d'],
    ['All', RANGES, 'all'],
    ['timeRange', NAMES, 'time_range'],
    ['time-range', NAMES, 'time_range'],
    ['limt', NAMES, 'limit'],
    ['curosr', NAMES, 'cursor'],
    ['limits', NAMES, 'limit'],
  ])('of %s', (sent, allowed, meant) => {
    expect(nearMiss(sent, allowed)).toBe(meant);
  });

  it.each([
    ['bogus', RANGES],
    ['1w', RANGES],
    ['', RANGES],
    ['page', NAMES],
    ['💥', NAMES],
    ['__proto__', NAMES],
    ['x'.repeat(10_000), NAMES],
  ])('is not guessed for %s', (sent, allowed) => {
    expect(nearMiss(sent, allowed)).toBeUndefined();
  });
});
