import { expect, it } from 'vitest';
import { MEETSO_PROFILE } from '../../meetso/profile.ts';
import { DAMAGED, NONE } from './corpus.fixture.ts';
import { ENCODINGS } from './encodings.fixture.ts';
import { EXTRACTED_IDS as IDS, scoreEncodings } from './encodings-score.fixture.ts';
import { extractorOf } from './extractor.ts';
import { nameOf } from './hits.ts';

const { extract } = extractorOf(MEETSO_PROFILE);
const found = (text: string) => extract(text, 500).ids.map(nameOf);

it('finds the ids of the corpus in at least 40 encodings, at least 99.5 %, and none else', () => {
  expect(ENCODINGS.length).toBeGreaterThanOrEqual(40);
  const { asked, missed, invented } = scoreEncodings(found);
  const kinds = Object.entries(Object.groupBy(missed, (name) => name.split(':')[0] ?? ''));
  console.info(
    `extraction: ${ENCODINGS.length} encodings, ${asked - missed.length} of ${asked}`,
    kinds.map(([kind, all]) => `${kind} ${all?.length} (${all?.[0]})`).slice(0, 20),
  );
  expect(invented).toEqual([]);
  expect(missed.length).toBeLessThan(asked * 0.005);
});

it.each(ENCODINGS)('finds no id where there is none: %s', (_name, encode) => {
  for (const text of NONE) expect(found(encode(text))).toEqual([]);
});

it.each(ENCODINGS)('finds both of two ids: %s', (_name, encode) => {
  const [one = '', two = ''] = IDS;
  expect(found(encode(`${one} first\n${two}\nsecond`)).sort()).toEqual([one, two].sort());
});

it('mentions damaged ids in every encoding, at least 99 %, and assumes none', () => {
  const missed: string[] = [];
  const assumed: string[] = [];
  let asked = 0;
  for (const [name, encode] of ENCODINGS) {
    for (const [what, done] of DAMAGED) {
      const id = IDS[asked++ % IDS.length] ?? '';
      const { ids, damaged } = extract(encode(`the id is ${done(id)} I think`), 500);
      if (ids.length + damaged.length === 0) missed.push(`${name}: ${what}`);
      if (ids.some((one) => nameOf(one) !== id)) assumed.push(`${name}: ${what}`);
    }
  }
  console.info(`damaged: ${asked - missed.length} of ${asked} mentioned`, missed);
  expect(assumed).toEqual([]);
  expect(missed.length).toBeLessThan(asked * 0.01);
});
