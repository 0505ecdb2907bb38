import fc from 'fast-check';
import { expect, it } from 'vitest';
import { growth } from '../../../testkit/growth.ts';
import { redactKeys, scrub, scrubLine } from './scrub.ts';

const FORM = { alphabet: 'base62', length: 32, check: 'none' } as const;
const HEX = { ...FORM, alphabet: 'hex', length: 16, names_trace: true } as const;
redactKeys({
  key: { ...FORM, prefix: 'acme_live_', shown: 14 },
  request_id: { ...HEX, prefix: 'acme_req_' },
  other_ids: [{ ...FORM, prefix: 'acme_', label: 'account', names: 'org' }],
});
redactKeys({
  key: { ...FORM, prefix: 'sk_', shown: 7 },
  request_id: { ...HEX, prefix: 'req_' },
  other_ids: [{ ...FORM, prefix: 'sk_ref_', label: 'refund', names: 'resource' }],
});

const KEY = `acme_live_${'a1B2'.repeat(8)}`;

it.each([
  [`key ${KEY} here`, 'key acme_live_*** here'],
  [`cut ${KEY.slice(0, 20)}`, 'cut acme_live_***'],
  [`a test key acme_test_${'a1B2'.repeat(8)}`, 'a test key acme_live_***'],
  ['prefix acme_live_a1B2 may stay', 'prefix acme_live_a1B2 may stay'],
  [
    'sk_a1B2 may stay, sk_a1B2c3 not, nor is task_forces one',
    'sk_a1B2 may stay, sk_*** not, nor is task_forces one',
  ],
  ['Bearer abc123def456ghi', 'Bearer [token]'],
  ['jwt eyJhbGciOi.eyJzdWIiOi.c2ln', 'jwt [jwt]'],
  ['at postgres://desk:pa55@db:5432/x', 'at postgres://[login]@db:5432/x'],
  ['mail ada.l+x@mail.example.com now', 'mail [email] now'],
  ['password=hunter22&limit=1', 'password=[secret]&limit=1'],
  [
    'Failed query: select $1\nparams: a,b\n    at x',
    'Failed query: select $1\nparams: [values]\n    at x',
  ],
  [
    'Send `Authorization: Bearer` followed by an API key',
    'Send `Authorization: Bearer` followed by an API key',
  ],
  ['at node_modules/pg@8.23.1/lib', 'at node_modules/pg@8.23.1/lib'],
  [`/v1/${KEY.replaceAll('_', '%5F')}/x`, '/v1/acme_live_***/x'],
  [`/v1/${KEY.replaceAll('_', '%255f')}/x`, '/v1/acme_live_***/x'],
  ['/v1/%61cme_live_%61%31%42%32a1B2a1B2a1B2/x', '/v1/acme_live_***/x'],
  ['/people/ada.l%40mail.example.com', '/people/[email]'],
  [`/x/rk_live_${'a1B2'.repeat(6)}`, '/x/[key]'],
  [`/x/rk%5Ftest%5F${'a1B2'.repeat(6)}`, '/x/[key]'],
  [`/x/of%20sk_live_${'a1B2'.repeat(6)}`, '/x/of%20[key]'],
  [`"a\\nghp_${'a1B2'.repeat(9)}\\u0022"`, '"a\\n[key]\\u0022"'],
  [`["rk\\\\u005flive_${'a1B2'.repeat(6)}"]`, '["[key]"]'],
  [`/x/%EF%BD%93k_live_${'a1B2'.repeat(6)}`, '/x/[key]'],
  ['/x/of%20Bearer abc123def456ghi', '/x/of%20Bearer [token]'],
  [`agent/1 ghp_${'a1B2'.repeat(9)}`, 'agent/1 [key]'],
  [`agent/1 AKIA${'A1B2'.repeat(4)} x`, 'agent/1 [key] x'],
  ['x-eyJhbGciOi.eyJzdWIiOi.c2ln', 'x-[jwt]'],
  ['100%20off, 5%40, %22a%5c%20', '100%20off, 5%40, %22a%5c%20'],
  ['asked for req_70ac81fe9ef7a3c6@api.example.com', 'asked for req_70ac81fe9ef7a3c6@[host]'],
  ['for ACME_REQ_70ac81fe9ef7a3c6@api.example', 'for ACME_REQ_70ac81fe9ef7a3c6@[host]'],
  ['ask acme_req_70ac81fe9ef7a3c6 or', 'ask acme_req_70ac81fe9ef7a3c6 or'],
  ['/v1/acme_req_70ac81fe9ef7a3', '/v1/acme_req_70ac81fe9ef7a3'],
  [`acme_req_${KEY}`, 'acme_req_acme_live_***'],
  [`refund sk_ref_${'a1B2'.repeat(8)}`, `refund sk_ref_${'a1B2'.repeat(8)}`],
  ['mail ünïcode.ä@exämple.com now', 'mail [email] now'],
  ['Authorization=Bearer+abc123def456', 'Authorization=Bearer [token]'],
  [`/x/${'sk_live_'.replaceAll('_', '\\u005f')}${'a1B2'.repeat(6)}`, '/x/[key]'],
  [`/x/ｇｈｐ＿${'a1B2'.repeat(9)}`, '/x/[key]'],
  [`/x/g\u200bhp_${'a1B2'.repeat(9)}`, '/x/[key]'],
  [`glpat-${'a1B2'.repeat(5)}`, '[key]'],
  [`hf_${'a1B2'.repeat(6)} and half_time`, '[key] and half_time'],
  ['{"u":"%22ada%40mail.example%22"}', '{"u":"[email]%22"}'],
  ['DB_PASSWORD=hunter2 x', 'DB_PASSWORD=[secret] x'],
  ['{"password":"hunter2","n":1}', '{"password":"[secret]","n":1}'],
  ['{"db_secret" : "a \\"b\\" c","n":1}', '{"db_secret" : "[secret]","n":1}'],
  ['{"set-cookie":["sid=abc"]}', '{"set-cookie":["[secret]"]}'],
  [`{'api_key': 'hunter2'}`, `{'api_key': '[secret]'}`],
  [
    JSON.stringify({ msg: '{"access_token":"hunter2"}' }),
    JSON.stringify({ msg: '{"access_token":"[secret]"}' }),
  ],
  ['Authorization: Digest a1b2c3d4e5\r\nHost: x', 'Authorization: Digest [secret]\r\nHost: x'],
  ['Set-Cookie: sid=abc; Path=/\r\nHost: x', 'Set-Cookie: [secret]\r\nHost: x'],
  ['X-Api-Key: abcdefgh', 'X-Api-Key: [secret]'],
  ['password: hunter2', 'password: [secret]'],
  ['password: must have 12 characters', 'password: must have 12 characters'],
  ['the token: it has expired', 'the token: it has expired'],
  ['"token":7, "tokens":"many"', '"token":7, "tokens":"many"'],
  ...[0, 1, 2].map((n) => {
    const encoded = Buffer.from(`${'x '.repeat(n)}sk_live_${'a1B2'.repeat(6)}`).toString('base64');
    return [`it is ${encoded} there`, 'it is [key] there'];
  }),
  [`${Buffer.from(`xoxb-${'1a2B'.repeat(6)}`).toString('base64')} x`, '[key] x'],
  [`${Buffer.from(`sk-proj-${'1a2B'.repeat(6)}`).toString('base64')} x`, '[key] x'],
  [`/x/${Buffer.from(`a:ghp_${'a1B2'.repeat(9)}`).toString('base64url')}`, '[key]'],
  [
    `/x/y/${Buffer.from('a perfectly harmless text').toString('base64')}`,
    `/x/y/${Buffer.from('a perfectly harmless text').toString('base64')}`,
  ],
])('turns %j into %j', (text, clean) => expect(scrub(text)).toBe(clean));

it('leaves no key in any surroundings, and a line of JSON a line of JSON', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, after) => {
      const value = `${before} ${KEY} ${after}`;
      expect(scrub(value)).not.toContain(KEY.slice(0, 20));
      expect(() => JSON.parse(scrub(JSON.stringify({ value, n: [1] })))).not.toThrow();
    }),
  );
});

it('takes long hostile text in its stride', () => {
  const started = performance.now();
  for (const piece of ['a', 'a@', 'basic ', 'x://', 'eyJaaaaa.', '=']) scrub(piece.repeat(20_000));
  expect(performance.now() - started).toBeLessThan(2000);
});

it.each([
  'eyJ',
  'eyJaaaaa',
  'eyJaaaaa-',
  '-eyJaaaaa',
  'eyJaaaaa.',
  'bearer ',
  'basic\t',
  'a://',
  'a://a:',
  'password=',
  'a@',
  'a.a@',
  'a@a.',
  '\nparams: ',
  'acme_aa_',
  'sk_',
  'sk_live_',
  'ghp_',
  'xox',
  'sk-',
  'SG.',
  'key-',
  '1:AA',
  '-----BEGIN PRIVATE KEY-----',
  '\\u005f',
  '\u200b',
  'ü@',
  '"password":"',
  '\\\\"token\\\\":\\\\"',
  `'secret':'`,
  'authorization: ',
  'cookie: a',
  'x-key-',
  'secret%22:%22a',
  'token%2522%253a%2522',
  'token\uff02:\uff02',
  'cookie: a=',
  'secret: 1',
  'X2xpdmVf',
  'X2xpdmVf ',
  'x-x-',
  'private_',
  'AKIA',
  '%',
  '%25',
  '%5F',
  '%40a.',
  'AIza-',
  'xoxb-',
])('needs twice the time for twice the text of %j', (piece) => {
  const text = (size: number) => piece.repeat(Math.ceil(size / piece.length));
  expect(growth(text, scrub, 50_000)).toBeLessThan(2.6);
});

it('puts text on one line of limited length', () => {
  expect(scrubLine('a\r\nb\u2028c', 4)).toBe('a  b');
});
