import type { ErrorRates } from '@request-desk/shared/support-api';
import { expect, it } from 'vitest';
import { countOf, rateModel } from './rate-model.ts';

const rates = (buckets: ErrorRates['buckets']): ErrorRates => ({
  from: '2026-09-14T14:00:00.000Z',
  to: '2026-09-14T14:02:00.000Z',
  step_s: 60,
  buckets,
  data_current_to: null,
});
const at = '2026-09-14T14:00:00.000Z';

it('stacks from the bottom, our own faults first, in shares of the highest column', () => {
  const model = rateModel(
    rates([
      { at, requests: 100, by_code: { no_parcel: 2, our_fault: 6 } },
      { at, requests: 50, by_code: { slow_down: 4 } },
    ]),
  );
  expect(model.highest).toBe(8);
  expect(model.columns[0]?.segments).toEqual([
    { code: 'our_fault', from: 0, to: 0.75 },
    { code: 'no_parcel', from: 0.75, to: 1 },
  ]);
  expect(model.columns[1]?.segments).toEqual([{ code: 'slow_down', from: 0, to: 0.5 }]);
});

it('sums by code, most frequent first', () => {
  const model = rateModel(
    rates([
      { at, requests: 10, by_code: { no_parcel: 1, slow_down: 3 } },
      { at, requests: 10, by_code: { slow_down: 1 } },
    ]),
  );
  expect(model).toMatchObject({
    requests: 20,
    errors: 5,
    totals: [
      ['slow_down', 4],
      ['no_parcel', 1],
    ],
  });
  expect(model.columns.map((column) => countOf(column, 'no_parcel'))).toEqual([1, 0]);
});

it('counts codes that objects have as properties only where they occurred', () => {
  const model = rateModel(
    rates([
      { at, requests: 10, by_code: { constructor: 2 } },
      { at, requests: 10, by_code: { slow_down: 1 } },
    ]),
  );
  expect(model.errors).toBe(3);
  expect(model.columns.map((column) => column.counts)).toEqual([
    [['constructor', 2]],
    [['slow_down', 1]],
  ]);
});

it('has no heights to divide by when nothing failed', () => {
  const model = rateModel(rates([{ at, requests: 10, by_code: {} }]));
  expect(model).toMatchObject({ highest: 0, errors: 0, totals: [] });
  expect(model.columns[0]?.segments).toEqual([]);
});
