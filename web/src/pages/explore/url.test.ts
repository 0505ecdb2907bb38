import { describe, expect, it } from 'vitest';
import { exploreSearch, narrowed, toggled } from './url.ts';

describe('the address of the explorer', () => {
  it.each([
    [{}, {}],
    [{ code: 'no_parcel' }, { code: ['no_parcel'] }],
    [{ code: ['a', 'b', 'a'] }, { code: ['a', 'b'] }],
    [{ org: 'org_1,2', unknown: 'x' }, { org: ['org_1,2'] }],
    [{ q: '  ' }, {}],
    [
      { q: 'timeout', live: '1' },
      { q: 'timeout', live: '1' },
    ],
    [{ live: 'yes', range: 'always', from: '2026-99-99' }, {}],
    [{ route: { $: 1 } }, { route: ['[object Object]'] }],
    [{ q: 'x'.repeat(500) }, { q: 'x'.repeat(200) }],
    [{ cause: 'x'.repeat(300) }, {}],
    [{ q: `pcl_live_${'Z'.repeat(32)}` }, { q: '[API key removed]' }],
  ])('%j reads as %j', (raw, search) => expect(exploreSearch(raw)).toEqual(search));

  it('takes values in and out of a list, and drops an empty list', () => {
    const one = toggled({ q: 'x' }, 'code', 'no_parcel');
    expect(one).toEqual({ q: 'x', code: ['no_parcel'] });
    expect(toggled(one, 'code', 'slow_down').code).toEqual(['no_parcel', 'slow_down']);
    expect(toggled(one, 'code', 'no_parcel')).toEqual({ q: 'x' });
    expect(narrowed(one)).toEqual([['code', ['no_parcel']]]);
  });
});
