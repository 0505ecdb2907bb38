import { expect, it } from 'vitest';
import { runsOf } from './stored-sequences.ts';

it.each([
  [[], []],
  [[7], [{ first: 7, last: 7 }]],
  [
    [3, 1, 2, 10, 9],
    [
      { first: 1, last: 3 },
      { first: 9, last: 10 },
    ],
  ],
  [
    [2 ** 53 - 1, 2 ** 53 - 2, 1],
    [
      { first: 1, last: 1 },
      { first: 2 ** 53 - 2, last: 2 ** 53 - 1 },
    ],
  ],
])('tells the runs of %j', (numbers, runs) => {
  expect(runsOf(numbers)).toEqual(runs);
});
