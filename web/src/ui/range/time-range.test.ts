import { expect, it } from 'vitest';
import { boundsOf, rangeSearch } from './time-range.ts';

const from = '2026-09-14T14:00:00.000Z';
const to = '2026-09-14T15:00:00.000Z';

it.each([
  [{}, {}],
  [{ range: '6h' }, { range: '6h' }],
  [{ range: '6 years' }, {}],
  [
    { from: '2026-09-14T14:00:00Z', to },
    { from, to },
  ],
  [{ from: to, to: from, range: '7d' }, { range: '7d' }],
  [{ from, range: '1h' }, { range: '1h' }],
  [{ from: 'yesterday', to: ['x'] }, {}],
])('%j reads as %j', (raw, search) => expect(rangeSearch(raw)).toEqual(search));

it('counts back from now, or takes the fixed ends', () => {
  const now = Date.parse(to);
  expect(boundsOf({}, '1h', now)).toEqual({ from });
  expect(boundsOf({ from, to }, '1h', now + 1)).toEqual({ from, to });
});
