import { expect, it } from 'vitest';
import { CATALOGUE } from './catalogue.ts';
import { ERROR_CODES } from './causes.ts';

const FROZEN = [
  [400, 'invalid_request'],
  [400, 'invalid_cursor'],
  [401, 'unauthorized'],
  [401, 'invalid_key'],
  [403, 'scope_missing'],
  [404, 'not_found'],
  [429, 'rate_limited'],
  [500, 'internal_error'],
];

it('keeps the eight (status, code) pairs', () => {
  const pairs = ERROR_CODES.map((code) => [CATALOGUE[code].status, code]);
  expect(
    pairs,
    'Clients branch on these pairs: adding, removing or changing one needs a new major version of the API (/public/v2).',
  ).toEqual(FROZEN);
});
