import { MINUTE_MS } from '@request-desk/shared/durations';
import { expect, it } from 'vitest';
import { gapsBetween } from './unfilled.ts';

const past = { fromMs: 0, toMs: 60 * MINUTE_MS };

it('finds what is empty for long enough, at both ends and in between', () => {
  const starts = [10, 11, 12, 13, 33, 34, 36].map((minute) => minute * MINUTE_MS);
  expect(gapsBetween(starts, past, 10 * MINUTE_MS)).toEqual([
    { fromMs: 0, toMs: 10 * MINUTE_MS },
    { fromMs: 14 * MINUTE_MS, toMs: 33 * MINUTE_MS },
    { fromMs: 37 * MINUTE_MS, toMs: 60 * MINUTE_MS },
  ]);
  expect(gapsBetween([], past, 10 * MINUTE_MS)).toEqual([past]);
});
