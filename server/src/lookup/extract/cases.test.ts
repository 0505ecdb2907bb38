import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MEETSO_PROFILE } from '../../meetso/profile.ts';
import { extractorOf } from './extractor.ts';
import { nameOf } from './hits.ts';

/** Inputs as people sent them, beside the project where they are kept; own ones are in `encodings.fixture.ts`. */
const CASES = new URL('../../../../../shared/cases/', import.meta.url);
const here = existsSync(CASES);
if (!here) console.info('no shared cases beside the project: their test is skipped');

const { extract } = extractorOf(MEETSO_PROFILE);

describe.skipIf(!here)('shared cases', () => {
  const names = here ? readdirSync(CASES).filter((name) => /^(?:paste|multi)-/.test(name)) : [];

  it.each(names)('%s', (name) => {
    const [first = '', ...rest] = readFileSync(new URL(name, CASES), 'utf8').split('\n');
    const expected = first.match(/req_[0-9a-f]{16}/g) ?? [];
    const { ids, damaged, ifStored } = extract(rest.join('\n').replace(/^\n/, ''), 500);
    const offered = damaged.map(({ repaired }) => repaired);
    const seen = ids.map(nameOf);
    expect(expected).toEqual(expect.arrayContaining(seen));
    if (/_glued/.test(name)) seen.push(...offered.flatMap((id) => id ?? []));
    // The store of the running instance decides.
    if (/decimal/.test(name)) seen.push(...ifStored.map(nameOf));
    expect(seen).toEqual(expect.arrayContaining(expected));
  });
});
