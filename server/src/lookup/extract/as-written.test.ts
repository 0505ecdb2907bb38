import { expect, it } from 'vitest';
import { MEETSO_PROFILE } from '../../meetso/profile.ts';
import { extractorOf } from './extractor.ts';
import { nameOf } from './hits.ts';

const DIGITS = 'a8dfefd5f03b86d4';
const ID = `req_${DIGITS}`;
const fours = DIGITS.match(/.{4}/g) ?? [];
const base64 = (text: string) => Buffer.from(text).toString('base64');
const { extract } = extractorOf(MEETSO_PROFILE);

it.each([
  [
    'a subject in two encoded words of base64',
    `Subject: =?UTF-8?B?${base64('Störung bei req_a8d')}?=\r\n =?UTF-8?B?${base64(`${DIGITS.slice(3)} bitte`)}?=\r\n\r\nHallo`,
  ],
  [
    'a subject in two encoded words of quoted-printable',
    `Subject: =?iso-8859-1?Q?St=F6rung_req=5Fa8df?=\r\n\t=?iso-8859-1?Q?${DIGITS.slice(4)}_bitte?=`,
  ],
  ['letters for monospaced text', `𝚛𝚎𝚚_${DIGITS}`],
  ['digits for bold text', `req_${DIGITS.replace('8', '𝟖').replace('0', '𝟎')}`],
  ['text that is struck through', [...ID].map((one) => `${one}\u0336`).join('')],
  ['text that is underlined', [...ID].map((one) => `${one}\u0332`).join('')],
  ['a comment of HTML in it', `req_${DIGITS.slice(0, 8)}<!-- -->${DIGITS.slice(8)}`],
  ['colours with colons', `\u001b[38:2::255:0:0m${ID}\u001b[m`],
  ['a line break after a hyphen of print', `${ID.slice(0, 11)}\u2010\n${ID.slice(11)}`],
  ['rsyslog', `failed#012${ID}#012next`],
  [
    'a link of URL Defense',
    `https://urldefense.proofpoint.com/v2/url?u=https-3A__desk.test_r_req-5F${DIGITS}&d=DwMF`,
  ],
])('finds an id in %s', (_name, text) => {
  const { ids, damaged } = extract(text, 500);
  expect([ids.map(nameOf), damaged]).toEqual([[ID], []]);
});

it.each([
  ['no-break spaces', `req_${fours.join('\u00a0')}`],
  ['thin spaces', `req_${fours.join('\u2009')}`],
  ['dots', `req_${fours.join('.')}`],
  ['single characters', `req_ ${[...DIGITS].join(' ')}`],
  ['what is dictated', `req underscore ${[...DIGITS].join(' ')}`],
  ['what is dictated in German', `req Unterstrich ${DIGITS}`],
  ['a dash between spaces', `req - ${DIGITS}`],
  ['its name in English', `Request ${DIGITS} failed`],
  ['its name in German', `Die Anfrage ${DIGITS} schlug fehl`],
  ['its name and a number sign', `Anfrage-Nr.: ${DIGITS}`],
  ['a path', `GET /req/${DIGITS}`],
  ['a letter left out', `rq_${DIGITS}`],
  ['a letter twice', `reqq_${DIGITS}`],
  ['two letters swapped', `erq_${DIGITS}`],
  ['a Cyrillic letter', `r\u0435q_${DIGITS}`],
  ['a scanned letter', `reo_${DIGITS}`],
])('offers an id in %s', (_name, text) => {
  const { ids, damaged } = extract(text, 500);
  expect(ids).toEqual([]);
  expect(damaged.map(({ repaired }) => repaired)).toEqual([ID]);
});

it.each([
  'Referenz 4711000012345678',
  'error deadbeefdeadbeef in kernel',
  'span_a8dfefd5f03b86d4',
  'the requirement a8dfefd5f03b86d4 of the contract',
  'ref. no. 4711, req. 12.10.2026 10.00',
])('offers nothing for %j', (text) => {
  expect(extract(text, 500)).toMatchObject({ ids: [], damaged: [], ifStored: [] });
});
