import { expect, it } from 'vitest';
import { isComparable } from './comparable.ts';

it.each([
  ['nothing stored before', [0, 0, 0, 0], [90, 90, 90, 90], false],
  ['only the end of it stored', [0, 0, 0, 400], [90, 90, 90, 90], false],
  ['a handful of requests', [3, 4, 2, 1], [5, 4, 6, 9], false],
  ['as much as now', [80, 95, 70, 99], [90, 90, 90, 90], true],
  ['much less, all the time', [9, 9, 9, 9], [900, 900, 900, 900], true],
  ['nights without a call in both', [90, 0, 90, 0], [90, 90, 0, 0], true],
  ['nothing now', [90, 90, 90, 90], [0, 0, 0, 0], true],
])('%s', (_case, before, now, comparable) => {
  expect(isComparable(before, now)).toBe(comparable);
});
