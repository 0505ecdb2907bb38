import { describe, expect, it } from 'vitest';
import { budgetOf, warningsOf } from './budget.ts';

const DAY_S = 86_400;

function warningsAt(target: number): string[] {
  const spec = { name: 'All', route: null, target, window_days: 7, enabled: true };
  const whole = { requests: 10_000, errors: 0 };
  const budget = budgetOf(spec, { from: 0, to: 7 * DAY_S, whole, recent: [] });
  return warningsOf(spec, { retentionDays: 30, oldest: 0, budget });
}

describe('an objective', () => {
  it.each([
    [0.999, []],
    [0.931, []],
    [0.93, ['detected after 20 minutes at the soonest']],
    [0.89, ['detected after 30 minutes at the soonest']],
    [0.6, ['detected after 360 minutes at the soonest']],
    [0.5, ['no burn of this budget can be detected']],
  ])('of %d is warned of what it cannot tell', (target, expected) => {
    const warnings = warningsAt(target);
    expect(warnings).toHaveLength(expected.length);
    for (const [i, words] of expected.entries()) expect(warnings[i]).toContain(words);
  });
});
