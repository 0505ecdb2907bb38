import { expect, it } from 'vitest';
import { gapsBetween } from './unfilled.ts';

const MINUTE = 60_000;
const past = { fromMs: 0, toMs: 60 * MINUTE };

it('finds what is empty for long enough, at both ends and in between', () => {
  const starts = [10, 11, 12, 13, 33, 34, 36].map((minute) => minute * MINUTE);
  expect(gapsBetween(starts, past, 10 * MINUTE)).toEqual([
    { fromMs: 0, toMs: 10 * MINUTE },
    { fromMs: 14 * MINUTE, toMs: 33 * MINUTE },
    { fromMs: 37 * MINUTE, toMs: 60 * MINUTE },
  ]);
  expect(gapsBetween([], past, 10 * MINUTE)).toEqual([past]);
});
