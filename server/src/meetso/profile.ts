import { type CodeProfile, type Profile, parseProfile } from '@request-desk/shared/profile';
import { CATALOGUE, docsPathOf, type STATUS_OF } from './catalogue/catalogue.ts';
import { ERROR_CODES, type ErrorCode } from './catalogue/causes.ts';
import { REPLY_LANGUAGES, type ReplyLanguage } from './catalogue/code-entry.ts';
import { opensOf } from './docs/openapi/operations.ts';
import { KEY_FORM } from './key-form.ts';
import { SCOPES } from './scopes.ts';

/** Meetso's codes are frozen with their statuses. */
export type MeetsoProfile = Profile & {
  readonly codes: { readonly [C in ErrorCode]: CodeProfile & { status: (typeof STATUS_OF)[C] } };
};

function codeOf(code: ErrorCode): CodeProfile {
  const { status, class: of, title, when, nextStep, retry, causes } = CATALOGUE[code];
  return {
    status,
    class: of,
    retry,
    docs: docsPathOf(code),
    texts: { en: { title, when, next_step: nextStep } },
    causes: Object.fromEntries(
      Object.entries(causes).map(([cause, { kind, meaning, remediation }]) => [
        cause,
        { kind, texts: { en: { meaning, steps: [...remediation] } } },
      ]),
    ),
  };
}

/** What replies say of each cause of each code, in one language. */
function repliesIn(language: ReplyLanguage) {
  return Object.fromEntries(
    ERROR_CODES.map((code) => [
      code,
      Object.fromEntries(
        Object.entries(CATALOGUE[code].causes).map(([cause, { replies }]) => [
          cause,
          replies[language],
        ]),
      ),
    ]),
  );
}

/** The Meetso API as the desk knows it. */
export const MEETSO_PROFILE = parseProfile({
  name: 'Meetso API',
  service: 'meetso-api',
  replies: Object.fromEntries(
    REPLY_LANGUAGES.map((language) => [language, { causes: repliesIn(language) }]),
  ),
  codes: Object.fromEntries(ERROR_CODES.map((code) => [code, codeOf(code)])),
  request_id: {
    prefix: 'req_',
    alphabet: 'hex',
    length: 16,
    check: 'not_zero',
    names_trace: true,
  },
  key: KEY_FORM,
  other_ids: [
    { label: 'meeting', prefix: 'mtg_', alphabet: 'base36', length: 20 },
    { label: 'participant', prefix: 'prt_', alphabet: 'base36', length: 20 },
    { label: 'key', names: 'key', prefix: 'key_', alphabet: 'base36', length: 20 },
    { label: 'organisation', names: 'org', prefix: 'org_', alphabet: 'base36', length: 20 },
  ],
  alerts: {
    server: { name: '500s', rule: '500 spikes' },
    limit: { name: '429s', rule: '429 surges', of_one: '429 surge' },
  },
  scopes: Object.fromEntries(SCOPES.map((scope) => [scope, opensOf(scope)])),
}) as MeetsoProfile;
