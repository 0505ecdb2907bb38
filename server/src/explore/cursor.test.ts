import { expect, it } from 'vitest';
import { readCursor, writeCursor } from './cursor.ts';

it('reads what it wrote', () => {
  const cursor = { fromMs: 1_700_000_000_000, place: { ns: '1', id: 'a.b' } };
  expect(readCursor(writeCursor(cursor))).toEqual(cursor);
});

it.each(['-999999999999999.1.a', '-1.1.a', 'x', ''])('refuses %j', (text) => {
  expect(() => readCursor(Buffer.from(text).toString('base64url'))).toThrow(/not one of ours/);
});
