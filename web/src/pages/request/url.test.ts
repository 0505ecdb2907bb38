import { expect, it } from 'vitest';
import { requestSearch } from './url.ts';

it.each([
  [{}, {}],
  [{ span: '00F067AA0BA902B7' }, { span: '00f067aa0ba902b7' }],
  [{ span: '<script>' }, {}],
  [{ span: ['a'], other: 1 }, {}],
  [{ org: 'org_1' }, { org: 'org_1' }],
  [{ org: 'x'.repeat(65) }, {}],
])('%j reads as %j', (raw, search) => expect(requestSearch(raw)).toEqual(search));

it('keeps a span id that consists of digits only, which the router reads as a number', () => {
  expect(requestSearch({ span: '1234567890123456' })).toEqual({ span: '1234567890123456' });
});
