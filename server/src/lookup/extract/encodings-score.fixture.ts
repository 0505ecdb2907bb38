import { AROUND, HARMLESS, WRAPPED } from './corpus.fixture.ts';
import { ENCODINGS } from './encodings.fixture.ts';

/** What is hidden in the texts. */
export const EXTRACTED_IDS = [
  'req_70ac81fe9ef7a3c6',
  'req_0123456789abcdef',
  'req_fedc00000000e1c1',
] as const;

interface ExtractionScore {
  readonly asked: number;
  readonly missed: readonly string[];
  readonly invented: readonly string[];
}

/** Has `found` read every shape of the corpus in every encoding. */
export function scoreEncodings(found: (text: string) => readonly string[]): ExtractionScore {
  const shapes = AROUND.flatMap(([place, around]) =>
    [...HARMLESS, ...WRAPPED].map(([what, done]) => [`${what}, ${place}`, around, done] as const),
  );
  const missed: string[] = [];
  const invented: string[] = [];
  let asked = 0;
  for (const [name, encode] of ENCODINGS) {
    for (const [shape, around, done] of shapes) {
      const id = EXTRACTED_IDS[asked++ % EXTRACTED_IDS.length] ?? '';
      const ids = found(encode(around(done(id))));
      if (!ids.includes(id)) missed.push(`${name}: ${shape}`);
      if (ids.some((one) => one !== id)) invented.push(`${name}: ${shape}: ${ids}`);
    }
  }
  return { asked, missed, invented };
}
