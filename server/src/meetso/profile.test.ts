import { hasForm } from '@request-desk/shared/id-form';
import { causeProfile, codeNames, docsUrlOf } from '@request-desk/shared/profile-codes';
import { expect, test } from 'vitest';
import { CATALOGUE, causeEntry, docsPathOf } from './catalogue/catalogue.ts';
import { ERROR_CODES } from './catalogue/causes.ts';
import { MEETSO_PROFILE } from './profile.ts';

const FROZEN = [
  '400 invalid_request',
  '400 invalid_cursor',
  '401 unauthorized',
  '401 invalid_key',
  '403 scope_missing',
  '404 not_found',
  '429 rate_limited',
  '500 internal_error',
];

test('the eight pairs of status and code are frozen', () => {
  const pairs = Object.entries(MEETSO_PROFILE.codes).map(
    ([code, { status }]) => `${status} ${code}`,
  );
  expect(
    pairs,
    'Clients branch on these pairs: a change needs a new major version of the API (/public/v2).',
  ).toEqual(FROZEN);
});

test('the profile says what the catalogue says, byte for byte', () => {
  expect(codeNames(MEETSO_PROFILE)).toEqual(ERROR_CODES);
  for (const code of ERROR_CODES) {
    const { title, when, nextStep, causes } = CATALOGUE[code];
    expect(MEETSO_PROFILE.codes[code].texts.en).toEqual({ title, when, next_step: nextStep });
    expect(docsUrlOf(MEETSO_PROFILE, code, 'http://api.example')).toBe(
      `http://api.example${docsPathOf(code)}`,
    );
    for (const cause of Object.keys(causes)) {
      const entry = causeEntry(code, cause);
      expect(causeProfile(MEETSO_PROFILE, code, cause)).toMatchObject({
        kind: expect.any(String),
        texts: { en: { meaning: entry?.meaning, steps: entry?.remediation } },
      });
    }
  }
});

test('ids and keys have the declared forms', () => {
  const { request_id, key } = MEETSO_PROFILE;
  expect(hasForm(request_id, 'req_70ac81fe9ef7a3c6')).toBe(true);
  expect(hasForm(request_id, 'req_0000000000000000')).toBe(false);
  expect(hasForm(request_id, 'req_70AC81fe9ef7a3c6')).toBe(false);
  expect(key && hasForm(key, `mts_live_${'aB3'.repeat(10)}xy`)).toBe(true);
});
