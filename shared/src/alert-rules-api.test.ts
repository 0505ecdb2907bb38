import { expect, it } from 'vitest';
import { channelRoute } from './alert-channels-api.ts';
import { ruleSpec } from './alert-rules-api.ts';
import { MOST_CODES } from './profile.ts';

const codes = (count: number) => Array.from({ length: count }, (_, at) => `code_${at}`);

it('takes as many codes for a rule and for a channel as an API may have, and no more', () => {
  const rule = { name: 'All', measure: 'count', threshold: 1, window_s: 60, severity: 'notify' };
  for (const [count, fits] of [
    [9, true],
    [MOST_CODES, true],
    [MOST_CODES + 1, false],
  ] as const) {
    expect(ruleSpec.safeParse({ ...rule, codes: codes(count) }).success).toBe(fits);
    expect(channelRoute.safeParse({ codes: codes(count) }).success).toBe(fits);
  }
});
