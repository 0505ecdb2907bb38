import { describe, expect, it } from 'vitest';
import { joinList, queryInt, queryList, queryText } from './query-string.ts';

describe('lists in a query string', () => {
  const list = queryList(queryText);

  it.each([
    ['', []],
    ['a', ['a']],
    ['a,b,a', ['a', 'b']],
    [',a,,b,', ['a', 'b']],
    ['a\\,b,c', ['a,b', 'c']],
    ['a\\\\,b', ['a\\', 'b']],
    ['a\\', ['a\\']],
    ['-', ['-']],
    ['ü,\n', ['ü', '\n']],
  ])('reads %j', (text, values) => {
    expect(list.parse(text)).toEqual(values);
  });

  it('writes what it reads', () => {
    const values = ['a,b', '\\', 'c\\,d', ' e ', '=1+1'];
    expect(list.parse(joinList(values))).toEqual(values);
  });

  it('has limits', () => {
    expect(list.safeParse('x'.repeat(257)).success).toBe(false);
    expect(list.safeParse(Array.from({ length: 51 }, (_, n) => n).join()).success).toBe(false);
  });
});

it.each(['1.5', 'x', '', '1e3', '0', '-1', '101'])(
  'refuses %j as a number from 1 to 100',
  (text) => {
    expect(queryInt(1, 100).safeParse(text).success).toBe(false);
  },
);
