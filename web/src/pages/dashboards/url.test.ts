import { expect, it } from 'vitest';
import { dashboardSearch } from './url.ts';

it.each([
  [{}, {}],
  [
    { range: '7d', by: 'org', show: 'rate' },
    { range: '7d', by: 'org', show: 'rate' },
  ],
  [{ by: 'planet', show: 1, top: 'no_parcel', caller: 'moon' }, {}],
  [{ org: 'org_1', route: ['a'] }, { org: 'org_1' }],
  [{ org: 'x'.repeat(300) }, {}],
  [
    { top: 'our_fault', caller: 'key' },
    { top: 'our_fault', caller: 'key' },
  ],
])('%j reads as %j', (raw, search) => expect(dashboardSearch(raw)).toEqual(search));
