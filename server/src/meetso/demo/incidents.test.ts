import { describe, expect, it } from 'vitest';
import { faultShareAt, runawayAt } from './incidents.ts';

describe('demo incidents', () => {
  it.each([
    [0, 0],
    [6_000, 1],
    [9_999, 1],
    [10_000, 0],
    [239_999, 0],
    [240_000, 0.8],
    [260_000, 0],
    [480_001, 0.8],
  ])('at %d ms the data source fails for a share of %d', (elapsed, share) => {
    expect(faultShareAt(elapsed)).toBe(share);
  });

  it.each([
    [0, false],
    [1_000, true],
    [40_999, true],
    [41_000, false],
    [361_000, true],
  ])('at %d ms the runaway loops: %s', (elapsed, looping) => {
    expect(runawayAt(elapsed)).toBe(looping);
  });
});
