import { expect, it } from 'vitest';
import { parseSearch, stringifySearch } from './search-params.ts';

it.each([
  [{}, ''],
  [{ q: 'a b' }, '?q=a+b'],
  [{ code: ['no_parcel', 'slow_down'] }, '?code=no_parcel&code=slow_down'],
  [{ span: '0000000000000001' }, '?span=0000000000000001'],
  [{ route: ['/public/v1/meetings/:id'] }, '?route=/public/v1/meetings/:id'],
])('%j is written %s', (search, text) => {
  expect(stringifySearch(search)).toBe(text);
  const again = Object.entries(parseSearch(text)).map(([name, v]) => [name, [v].flat()]);
  const before = Object.entries(search).map(([name, v]) => [name, [v].flat()]);
  expect(again).toEqual(before);
});

it('leaves out what is not set', () => {
  expect(stringifySearch({ a: undefined, b: '', c: [] })).toBe('');
});
