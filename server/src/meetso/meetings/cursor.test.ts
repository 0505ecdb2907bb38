import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../api-error.ts';
import { type CursorQuery, Cursors } from './cursor.ts';

const NOW = Date.UTC(2026, 10, 25);
const cursors = new Cursors(Buffer.alloc(32, 1));
const query: CursorQuery = { orgId: 'org_a', list: '7d', limit: 20 };
const state = {
  firstPageAt: NOW,
  after: { at: new Date(NOW - 5_000), id: 'mtg_0123456789abcdefghij' },
};

function causeOf(text: string, asked = query, now = NOW, by = cursors): unknown {
  try {
    by.open(text, asked, now);
    return 'opened';
  } catch (error) {
    return error instanceof ApiError && error.code === 'invalid_cursor' ? error.reason : error;
  }
}

describe('cursors', () => {
  const sealed = cursors.seal(state, query);

  it('come back as they went, within a day', () => {
    expect(cursors.open(sealed, query, NOW + 24 * 3_600_000)).toEqual(state);
    expect(sealed).toMatch(/^[\w-]{112}$/);
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('mtg_');
  });

  it.each([
    ['another limit', { ...query, limit: 21 }, 'other_query'],
    ['another range', { ...query, list: 'all' }, 'other_query'],
    ['another organisation', { ...query, orgId: 'org_b' }, 'forged'],
  ])('do not open for %s', (_what, asked, cause) => {
    expect(causeOf(sealed, asked)).toBe(cause);
  });

  it('expire after a day, and do not open with another secret', () => {
    expect(causeOf(sealed, query, NOW + 24 * 3_600_000 + 1)).toBe('expired');
    expect(causeOf(sealed, query, NOW, new Cursors(Buffer.alloc(32, 2)))).toBe('forged');
  });

  it('do not open once a single character has changed', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const change = fc.tuple(fc.nat(sealed.length - 1), fc.constantFrom(...alphabet));
    fc.assert(
      fc.property(change, ([at, character]) => {
        fc.pre(sealed[at] !== character);
        expect(causeOf(sealed.slice(0, at) + character + sealed.slice(at + 1))).toBe('forged');
      }),
      { numRuns: 500 },
    );
  });

  it('take no other text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(causeOf(text)).toBe('undecodable');
      }),
    );
    for (const text of [`${sealed}=`, ` ${sealed}`, sealed.slice(4), `${sealed}AAAA`, '']) {
      expect(causeOf(text)).toBe('undecodable');
    }
  });
});
