import { describe, expect, it } from 'vitest';
import { inlineNumbers } from './inline-numbers.ts';

describe('numbers written into a statement', () => {
  it.each([
    ['LIMIT {n: UInt32}', { n: 5 }, "LIMIT CAST(5, 'UInt32')"],
    ['{a:Int64} < {a: Int64}', { a: -1 }, "CAST(-1, 'Int64') < CAST(-1, 'Int64')"],
    ['IN {ids: Array(UInt32)}', { ids: [1, 2] }, "IN CAST([1, 2], 'Array(UInt32)')"],
    ['{id: UInt64}', { id: 2n ** 64n - 1n }, "CAST(18446744073709551615, 'UInt64')"],
  ])('%s', (sql, params, expected) => {
    expect(inlineNumbers(sql, params)).toEqual({ sql: expected, params: {} });
  });

  it.each([
    { p: '5' },
    { p: '1); DROP TABLE x' },
    { p: 0.5 },
    { p: Number.NaN },
    { p: Number.POSITIVE_INFINITY },
    { p: [] },
    { p: ['1'] },
    { p: [1, '2'] },
    { p: null },
    { p: true },
    { p: { toString: () => '5' } },
  ])('leaves all else to be bound: %j', (params) => {
    expect(inlineNumbers('{p: String}', params)).toEqual({ sql: '{p: String}', params });
  });

  it('does both in one statement', () => {
    const both = inlineNumbers('{a: String} {b: UInt8}', { a: '{b: UInt8}', b: 1 });
    expect(both).toEqual({ sql: "{a: String} CAST(1, 'UInt8')", params: { a: '{b: UInt8}' } });
  });
});
