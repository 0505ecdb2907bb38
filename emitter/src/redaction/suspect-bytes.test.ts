import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  isKey,
  KEY_FORMS,
  secrets,
  TEXT_ENCODINGS,
  URL_ENCODINGS,
} from '../../../testkit/canary/secrets.ts';
import { growth } from '../../../testkit/growth.ts';
import { Random } from '../../../testkit/random.ts';
import { redactKeys, scrub } from './scrub.ts';
import { eachSuspect } from './suspect-bytes.ts';

redactKeys(KEY_FORMS);

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Where `text` is suspect when it stands in the middle of other bytes. */
function suspects(text: string): number[] {
  const found: number[] = [];
  const around = new Uint8Array(70).fill(1);
  eachSuspect(Buffer.concat([around, Buffer.from(text), around]), (at) => found.push(at - 70));
  return found;
}

it('detects each secret in each encoding, within its own bytes', () => {
  for (const secret of secrets(new Random(6), 8))
    for (const encoded of [...TEXT_ENCODINGS, ...URL_ENCODINGS].map((encode) => encode(secret))) {
      const found = suspects(encoded);
      expect([encoded, found.length > 0]).toEqual([encoded, true]);
      expect(Math.min(...found)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...found)).toBeLessThan(Buffer.byteLength(encoded));
    }
});

it('detects whatever is scrubbed', () => {
  const kinds = secrets(new Random(7), 3);
  const part = fc.oneof(
    fc.constantFrom(...kinds),
    fc.constantFrom(
      '@',
      '=',
      '%40',
      '://',
      ' ',
      '\\u0040',
      '\u200b',
      '\u00ad',
      'ö',
      '.de',
      '"',
      '\n',
    ),
    fc.constantFrom('"password":"', "'token' : '", 'Cookie: a=b', 'X-Api-Key: ', 'secret%22:%22x'),
    fc.constantFrom('\\"pwd\\":\\"', 'api key: 1234', ...kinds.filter(isKey).map(base64)),
    fc.constantFrom('SG.', 'SK0', 'key-', 'ya29.', 'Basic ', 'params: ', 'pwd=', 'xoxb-', 'hf_'),
    fc.string({ maxLength: 24 }),
    fc.string({ unit: 'binary', maxLength: 6 }),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const text = parts.join('').toWellFormed();
      if (scrub(text) !== text) expect(suspects(text)).not.toEqual([]);
    }),
    { numRuns: 5_000 },
  );
});

it.each([
  ['GET /v1/items/7'],
  ['http.response.status_code'],
  ['a 20 % discount, 50%20off'],
  ['node_modules/x@'],
  ['monkey-wrenches and task_forces'],
])('leaves %s alone', (text) => {
  expect(suspects(text)).toEqual([]);
});

it.each(['@', 'a@', '%', '%4', 'sk_', 'eyJ', '://', 'a@b.'])('is linear in runs of %j', (junk) => {
  const work = (bytes: Uint8Array) => eachSuspect(bytes, () => undefined);
  const times = (n: number) => Buffer.from(junk.repeat((n * 10_000) / junk.length));
  expect(growth(times, work, 16)).toBeLessThan(2.8);
});
