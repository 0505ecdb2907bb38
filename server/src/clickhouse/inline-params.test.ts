import { describe, expect, it } from 'vitest';
import { inlineParams } from './inline-params.ts';

describe('parameters written into a statement', () => {
  it.each([
    ['LIMIT {n: UInt32}', { n: 5 }, 'LIMIT 5'],
    ['{a:Int64} < {a: Int64}', { a: -1 }, "CAST(-1, 'Int64') < -1"],
    ['f({a: Int64}) >= {a: Int64}', { a: 5 }, "f(CAST(5, 'Int64')) >= 5"],
    ['IN {ids: Array(UInt32)}', { ids: [1, 2] }, 'IN [1, 2]'],
    ['IN ({ids: Array(UInt32)})', { ids: [1, 2] }, 'IN ([1, 2])'],
    ['IN {ids: Array(Int32)}', { ids: [1, -2] }, "IN CAST([1, -2], 'Array(Int32)')"],
    ['join({ids: Array(UInt8)})', { ids: [1, 2] }, "join(CAST([1, 2], 'Array(UInt8)'))"],
    ['{id: UInt64}', { id: 2n ** 64n - 1n }, "CAST(18446744073709551615, 'UInt64')"],
    ['= {t: String}', { t: "a'ü" }, "= unhex('6127c3bc')"],
    ['= {id: UInt64}', { id: '18446744073709551615' }, '= 18446744073709551615'],
    ['f({x: Float64})', { x: 5 }, "f(CAST(5, 'Float64'))"],
    ['> {x: Float64}', { x: 1764274000000.125 }, '> 1764274000000.125'],
    ['<= {x: Float64}', { x: -1e21 }, '<= -1e+21'],
    ['{ids: Array(UInt64)}', { ids: ['1', 2n] }, "CAST([1, 2], 'Array(UInt64)')"],
    ['= {d: Date}', { d: '2026-01-01' }, "= CAST('2026-01-01', 'Date')"],
    ['= {t: String}', { t: '' }, "= ''"],
    ['= {t: String}', { t: 'GET /v1/a-b_c: 1.5+' }, "= 'GET /v1/a-b_c: 1.5+'"],
    ['= {t: String}', { t: 'a\n' }, "= unhex('610a')"],
    ['= {t: String}', { t: '{b: UInt8}' }, "= unhex('7b623a2055496e74387d')"],
    ['IN {t: Array(String)}', { t: ['a', '\\'] }, "IN ['a', unhex('5c')]"],
  ])('%s', (sql, params, expected) => {
    expect(inlineParams(sql, params)).toEqual({ sql: expected, params: {} });
  });

  it.each([
    ['Float64', 0.5],
    ['Float64', Number.NaN],
    ['UInt8', Number.POSITIVE_INFINITY],
    ['UInt64', '5 OR 1'],
    ['UInt64', '0x5'],
    ['Float64', '5'],
    ['Date', "2026-01-01'"],
    ['Date', 'yesterday'],
    ['Array(String)', []],
    ['Array(String)', ['1', 2]],
    ['Array(UInt8)', ['1', 'x']],
    ['String', null],
    ['Bool', true],
    ['String', { toString: () => '5' }],
  ])('leaves all else to be bound: %s %j', (type, p) => {
    const sql = `{p: ${type}}`;
    expect(inlineParams(sql, { p })).toEqual({ sql, params: { p } });
  });

  it('takes no value for a place, and no name of all objects for a parameter', () => {
    const both = inlineParams('{a: String} {b: UInt8}', { a: '{b: UInt8}', b: 1 });
    expect(both.sql).toBe("unhex('7b623a2055496e74387d') CAST(1, 'UInt8')");
    expect(inlineParams('{constructor: String}', {}).sql).toBe('{constructor: String}');
  });

  it('still binds what stands in a second place with a type of its own', () => {
    const { sql, params } = inlineParams('{d: String} {d: DateTime}', { d: '2026' });
    expect(sql).toBe("'2026' {d: DateTime}");
    expect(params).toEqual({ d: '2026' });
  });
});
