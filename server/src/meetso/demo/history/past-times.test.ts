import { describe, expect, it } from 'vitest';
import { rateAt } from './daily-rate.ts';
import { pastTimes } from './past-times.ts';

describe('times of the past', () => {
  it('come in order and as often as the rate profile says', () => {
    const [from, to] = [Date.UTC(2026, 5, 1), Date.UTC(2026, 5, 2)];
    const usual = [...pastTimes(from, to, 0.25, Math.random)].filter(({ by }) => by === 'usual');
    const expected = Array.from({ length: 1440 }, (_, n) => rateAt(from + n * 60_000, 0.25) * 60);
    const sum = expected.reduce((a, b) => a + b, 0);
    // Six standard deviations of a Poisson count.
    expect(Math.abs(usual.length - sum)).toBeLessThan(6 * Math.sqrt(sum));
    expect(usual.every(({ at }, n) => n === 0 || at >= (usual[n - 1]?.at ?? 0))).toBe(true);
    expect(usual[0]?.at).toBeGreaterThanOrEqual(from);
    expect(usual.at(-1)?.at).toBeLessThan(to);
  });
});
