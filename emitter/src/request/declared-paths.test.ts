import { expect, it } from 'vitest';
import { DeclaredPaths } from './declared-paths.ts';

const declared = new DeclaredPaths();
for (const path of ['/v1/charges', '/v1/charges/:id', '/docs/*', '/v1/:tenant/report'])
  declared.add(path);

it.each([
  ['/v1/charges', '/v1/charges'],
  ['/v1/charge', '/v1/…'],
  ['/v1/charges/ch_1/refunds', '/v1/charges/…'],
  ['/hunter2', '/…'],
  ['//v1/charges', '/…'],
  ['/v1/acme/report', '/v1/…'],
  ['/', '/'],
  ['*', '*'],
])('of %s writes down %s', (sent, written) => expect(declared.known(sent)).toBe(written));

it('cuts paths in sentences', () => {
  expect(declared.within('The API has no path /v1/hunter2; did you mean /v1/charges?')).toBe(
    'The API has no path /v1/…; did you mean /v1/charges?',
  );
  expect(declared.within('The API has no path /hunter2.')).toBe('The API has no path /….');
});
