import { describe, expect, it } from 'vitest';
import { exploreSearch, narrowed, toggled } from './url.ts';

describe('the address of the explorer', () => {
  it.each([
    [{}, {}],
    [{ code: 'not_found' }, { code: ['not_found'] }],
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
    [{ q: `mts_live_${'Z'.repeat(32)}` }, { q: '[API key removed]' }],
  ])('%j reads as %j', (raw, search) => expect(exploreSearch(raw)).toEqual(search));

  it('takes values in and out of a list, and drops an empty list', () => {
    const one = toggled({ q: 'x' }, 'code', 'not_found');
    expect(one).toEqual({ q: 'x', code: ['not_found'] });
    expect(toggled(one, 'code', 'rate_limited').code).toEqual(['not_found', 'rate_limited']);
    expect(toggled(one, 'code', 'not_found')).toEqual({ q: 'x' });
    expect(narrowed(one)).toEqual([['code', ['not_found']]]);
  });
});
