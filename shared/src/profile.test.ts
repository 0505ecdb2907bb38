import { describe, expect, test } from 'vitest';
import { hasForm, type IdForm, sayForm } from './id-form.ts';
import { ProfileError, parseProfile } from './profile.ts';
import { classOf, codeProfile } from './profile-codes.ts';
import { fillSlots } from './profile-texts.ts';

const texts = {
  en: { title: 'Declined', when: 'The card was declined.', next_step: 'Try another.' },
};
const SMALL = {
  name: 'Small API',
  service: 'small-api',
  codes: {
    declined: {
      status: 402,
      class: 'invalid',
      texts,
      causes: { funds: { texts: { en: { meaning: 'No funds.', steps: [] } } } },
    },
  },
  request_id: { prefix: 'ch_', alphabet: 'crockford32', length: 26 },
};

function faultsOf(change: (profile: typeof SMALL) => unknown): readonly string[] {
  try {
    parseProfile(change(SMALL));
    return [];
  } catch (error) {
    return error instanceof ProfileError ? error.faults : [String(error)];
  }
}

test('a profile needs little and gets the rest by default', () => {
  const profile = parseProfile(SMALL);
  expect(profile).toMatchObject({ locale: 'en', key: null, docs_base: null, scopes: {} });
  expect(profile.request_id.names_trace).toBe(false);
  expect(profile.codes.declined?.causes.funds?.kind).toBe(null);
});

describe('faults are described in words, with their places', () => {
  const code = SMALL.codes.declined;
  const account = { prefix: 'acct_', alphabet: 'base36', length: 12, label: 'account' };
  test.each([
    ['a misspelt field', { ...SMALL, naem: 1 }, 'Unrecognized key: "naem"'],
    ['a reserved code', { ...SMALL, codes: { error: code } }, 'codes.error: is a word that'],
    [
      'a name that objects hide',
      JSON.parse(JSON.stringify(SMALL).replace('"funds"', '"__proto__"')),
      '__proto__ cannot be',
    ],
    [
      'too many codes',
      {
        ...SMALL,
        codes: Object.fromEntries(Array.from({ length: 501 }, (_, n) => [`c${n}`, code])),
      },
      'codes: has 501 codes; 500 are the most',
    ],
    ['no code', { ...SMALL, codes: {} }, 'codes: needs at least one code'],
    [
      'a kind of another class',
      {
        ...SMALL,
        codes: {
          declined: { ...code, causes: { x: { ...code.causes.funds, kind: 'exception' } } },
        },
      },
      'codes.declined.causes.x.kind: exception is no kind of the class invalid',
    ],
    [
      'a slot that is internal',
      { ...SMALL, codes: { declined: { ...code, texts: { en: { ...texts.en, when: '{org}' } } } } },
      '{org} is no slot',
    ],
    [
      'a missing locale',
      { ...SMALL, locale: 'de' },
      'codes.declined.texts: has no text in the locale de',
    ],
    [
      'a trace where there is none',
      { ...SMALL, request_id: { ...SMALL.request_id, names_trace: true } },
      'request_id.names_trace: an id that names its trace has 16 characters',
    ],
    [
      'a prefix that is a pattern',
      { ...SMALL, request_id: { ...SMALL.request_id, prefix: '.*' } },
      'request_id.prefix: must be words that each end with _ or -',
    ],
    [
      'a slot that is misspelt',
      {
        ...SMALL,
        codes: { declined: { ...code, texts: { en: { ...texts.en, when: '{ Code }' } } } },
      },
      '{ Code } is no slot',
    ],
    [
      'a code that stands for none',
      { ...SMALL, codes: { http_402: code } },
      'codes.http_402: is what failures without a code are called',
    ],
    [
      'a key that looks like a request id',
      { ...SMALL, key: { prefix: 'CH_', alphabet: 'base62', length: 32, shown: 7 } },
      'key: looks like request_id: give it another prefix',
    ],
    [
      'two ids that are one',
      { ...SMALL, other_ids: [account, { ...account, label: 'seller' }] },
      'other_ids.1: looks like other_ids.0',
    ],
    [
      'a key that would be shown',
      { ...SMALL, key: { prefix: 'sk_', alphabet: 'base62', length: 8, shown: 11 } },
      'key.shown: would show the whole key',
    ],
  ])('%s', (_name, value, fault) => {
    expect(faultsOf(() => value).join('\n')).toContain(fault);
  });
});

test('an older form of an id may have the same prefix', () => {
  const account = { prefix: 'acct_', alphabet: 'base36', length: 12, label: 'account' };
  const other_ids = [account, { ...account, length: 16 }];
  expect(faultsOf(() => ({ ...SMALL, other_ids }))).toEqual([]);
});

test('forms check alphabet, length and check digit', () => {
  const ulid: IdForm = { prefix: 'ch_', alphabet: 'crockford32', length: 26, check: 'none' };
  expect(hasForm(ulid, 'ch_01J9ZQ4T6V8XKMNPRSTVWXYZ01')).toBe(true);
  expect(hasForm(ulid, 'ch_01J9ZQ4T6V8XKMNPRSTVWXYZ0I')).toBe(false);
  expect(sayForm(ulid)).toBe('ch_ and 26 characters of 0–9 and A–Z without I, L, O and U');
  const luhn: IdForm = { prefix: 'no_', alphabet: 'digits', length: 11, check: 'luhn' };
  expect(hasForm(luhn, 'no_79927398713')).toBe(true);
  expect(hasForm(luhn, 'no_79927398710')).toBe(false);
});

test('any text may be asked for as a code', () => {
  const profile = parseProfile(SMALL);
  expect(codeProfile(profile, 'constructor')).toBe(undefined);
  expect(codeProfile(profile, '__proto__')).toBe(undefined);
  expect(classOf(profile, 'declined', 500)).toBe('invalid');
  expect([401, 402, 403, 404, 429, 503].map((status) => classOf(profile, 'new', status))).toEqual([
    'auth',
    'invalid',
    'permission',
    'missing',
    'limit',
    'server',
  ]);
});

test('slots are filled once, and unknown braces stay', () => {
  expect(fillSlots('{code}: {message} {other}', { code: '{message}', message: 'No' })).toBe(
    '{message}: No {other}',
  );
});
