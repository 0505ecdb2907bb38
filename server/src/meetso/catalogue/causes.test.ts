import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CATALOGUE } from './catalogue.ts';

const ROOT = join(import.meta.dirname, '../../../..');
/** Where calls are refused: the Meetso API, and what cannot become a request. */
const REFUSERS = ['server/src/meetso/**/*.ts', 'emitter/src/malformed/*.ts'];
const NO_REFUSER = /meetso\/(?:catalogue|demo)\/|\.test\.ts$/;

it('has no cause that nothing in the API names', () => {
  const code = globSync(REFUSERS, { cwd: ROOT })
    .filter((path) => !NO_REFUSER.test(path))
    .map((path) => readFileSync(join(ROOT, path), 'utf8'))
    .join('\n');
  const causes = Object.values(CATALOGUE).flatMap((entry) => Object.keys(entry.causes));
  expect(causes.length).toBeGreaterThan(30);
  // Named as a value, or as the key of a table of refusals.
  const unnamed = causes.filter((cause) => !new RegExp(`'${cause}'|\\b${cause}:`).test(code));
  expect(unnamed).toEqual([]);
});
