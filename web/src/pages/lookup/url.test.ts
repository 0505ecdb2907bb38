import { expect, it } from 'vitest';
import { idsInUrl, lookupSearch } from './url.ts';

const a = 'req_70ac81fe9ef7a3c6';
const b = 'req_0123456789abcdef';

it.each([
  [{}, {}],
  [{ ids: `${a},${b}` }, { ids: `${a},${b}` }],
  [{ ids: `${a.toUpperCase()} ${a}` }, { ids: a }],
  [{ ids: 'pcl_live_x,<b>' }, {}],
  [{ ids: 7, page: 3 }, {}],
])('%j reads as %j', (raw, search) => expect(lookupSearch(raw)).toEqual(search));

it('keeps more than twenty ids out of the address', () => {
  const many = Array.from({ length: 21 }, (_, i) => `req_${i.toString(16).padStart(16, '0')}`);
  expect(idsInUrl(many)).toEqual({});
  expect(idsInUrl(many.slice(1))).toHaveProperty('ids');
});
