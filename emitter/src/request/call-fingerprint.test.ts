import { UNREAD_CONTENT } from '@request-desk/shared/attributes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallFingerprinter } from './call-fingerprint.ts';

const prints = new CallFingerprinter('a secret of the installation, 7');
const get = (url: string) => prints.of({ method: 'GET', url, hasBody: false });
const post = (body: unknown, url = '/v1/things') =>
  prints.of({ method: 'POST', url, hasBody: true, body });

describe('call fingerprints', () => {
  it('are 16 hex digits, and the same for the same call', () => {
    const print = get('/v1/things?b=2&a=1');
    expect(print.callTarget).toMatch(/^[0-9a-f]{16}$/);
    expect(print.callContent).toMatch(/^[0-9a-f]{16}$/);
    expect(get('/v1/things?a=1&b=2#top')).toEqual(print);
    expect(get('/v1/thing%73?a=%31&b=2')).toEqual(print);
    expect(post({ b: [1, { d: 1, c: 2 }], a: 'x' })).toEqual(
      post({ a: 'x', b: [1, { c: 2, d: 1 }] }),
    );
  });

  it('differ by target, by content, and by secret', () => {
    const print = get('/v1/things?a=1');
    expect(get('/v1/things?a=2')).toMatchObject({ callTarget: print.callTarget });
    expect(get('/v1/things?a=2').callContent).not.toBe(print.callContent);
    expect(get('/v1/other?a=1').callTarget).not.toBe(print.callTarget);
    expect(get('/v1/things?a=1&a=2').callContent).not.toBe(get('/v1/things?a=2&a=1').callContent);
    const head = prints.of({ method: 'HEAD', url: '/v1/things?a=1', hasBody: false });
    expect(head.callTarget).not.toBe(print.callTarget);
    const other = new CallFingerprinter('a secret of the installation, 8');
    expect(other.of({ method: 'GET', url: '/v1/things?a=1', hasBody: false })).not.toEqual(print);
    for (const [a, b] of [
      [{ n: '60' }, { n: 60 }],
      [['a', 'b'], ['a,b']],
      [{ a: null }, {}],
      ['{}', {}],
      [{ a: { b: 1 }, c: 2 }, { a: { b: 1, c: 2 } }],
    ])
      expect(post(a).callContent).not.toBe(post(b).callContent);
  });

  it('say of a body that was not read that it was not', () => {
    expect(post(undefined).callContent).toBe(UNREAD_CONTENT);
    expect(post('x'.repeat(70_000)).callContent).toBe(UNREAD_CONTENT);
    expect(post({ a: Array(70_000).fill(1) }).callContent).toBe(UNREAD_CONTENT);
    let deep: unknown = 1;
    for (let n = 0; n < 5_000; n++) deep = [deep];
    expect(post(deep).callContent).toBe(UNREAD_CONTENT);
  });

  it('are equal for equal JSON and different for different JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const same = canonical(a) === canonical(b);
        expect(post(a).callContent === post(b).callContent).toBe(same);
        expect(post(a)).toEqual(post(JSON.parse(JSON.stringify(a))));
      }),
    );
  });
});

/** Another way to the same: sorted copies, written by JSON.stringify. */
function canonical(value: unknown): string {
  const sorted = (one: unknown): unknown => {
    if (Array.isArray(one)) return one.map(sorted);
    if (typeof one !== 'object' || one === null) return one;
    const names = Object.keys(one).sort();
    return names.map((name) => [name, sorted(Reflect.get(one, name))]).concat([['{}']]);
  };
  return typeof value === 'string' ? `string ${value}` : JSON.stringify(sorted(value));
}
