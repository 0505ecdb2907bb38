import { DAY_MS, MINUTE_MS } from '@request-desk/shared/durations';
import { describe, expect, it } from 'vitest';
import { HIGHEST, outageShareAt, rateAt, surgeAt } from './daily-rate.ts';

const MONDAY = Date.UTC(2026, 5, 1);

describe('the rate of the past', () => {
  it('is busy in the afternoon, quiet at night and at weekends', () => {
    const [afternoon, night] = [
      rateAt(MONDAY + 14 * 3_600_000, 3),
      rateAt(MONDAY + 2 * 3_600_000, 3),
    ];
    expect(afternoon).toBeCloseTo(3 * HIGHEST);
    expect(night).toBeLessThan(afternoon / 5);
    expect(rateAt(MONDAY + 5 * DAY_MS + 14 * 3_600_000, 3)).toBeLessThan(afternoon / 2);
  });

  it('has a few outages a week, minutes long, and surges of half an hour', () => {
    const minutes = Array.from({ length: 14 * 1440 }, (_, n) => MONDAY + n * MINUTE_MS);
    const down = minutes.filter((at) => outageShareAt(at) > 0.5).length;
    const surging = minutes.filter(surgeAt).length;
    expect(down).toBeGreaterThan(20);
    expect(down).toBeLessThan(200);
    expect(surging).toBe(7 * 30);
  });
});
