import {
  type CauseKind,
  type CodeClass,
  type CodeProfile,
  type Profile,
  parseProfile,
} from '@request-desk/shared/profile';
import { CATALOGUE, docsPathOf } from './catalogue/catalogue.ts';
import { CAUSES, type CauseOf, ERROR_CODES, type ErrorCode } from './catalogue/causes.ts';
import type { STATUS_OF } from './catalogue/envelope.ts';
import { KEY_FORM } from './key-form.ts';
import { GERMAN_CAUSES } from './replies/de.ts';
import { ENGLISH_CAUSES } from './replies/en.ts';
import { SCOPES, type Scope } from './scopes.ts';

/** What the desk understands each cause as. Eight codes and their causes: the compiler counts. */
const KINDS: { readonly [C in ErrorCode]: Readonly<Record<CauseOf<C>, CauseKind>> } = {
  invalid_request: {
    parameter_invalid: 'parameter_invalid',
    parameter_unknown: 'parameter_unknown',
    body_invalid: 'body_invalid',
    body_malformed: 'body_malformed',
    media_type: 'media_type',
    body_too_large: 'body_too_large',
    url_malformed: 'url_malformed',
    header_invalid: 'header_invalid',
    http_malformed: 'http_malformed',
    timeout: 'timeout',
    idempotency_mismatch: 'repeat_differs',
  },
  invalid_cursor: {
    undecodable: 'page_token',
    forged: 'page_token',
    other_query: 'page_token',
    expired: 'page_token',
  },
  unauthorized: {
    header_missing: 'credential_missing',
    scheme_wrong: 'credential_scheme',
    token_malformed: 'credential_malformed',
  },
  invalid_key: { unknown: 'key_unknown', revoked: 'key_revoked', expired: 'key_expired' },
  scope_missing: { scope_missing: 'scope_lacking' },
  not_found: {
    absent: 'absent',
    other_org: 'hidden',
    deleted: 'deleted',
    route_unknown: 'route_unknown',
    method_unknown: 'method_unknown',
  },
  rate_limited: {
    burst: 'limit_burst',
    sustained: 'limit_sustained',
    auth_flood: 'limit_auth_flood',
  },
  internal_error: {
    exception: 'exception',
    overloaded: 'overloaded',
    draining: 'draining',
    control_plane_away: 'control_plane_away',
    idempotency_in_flight: 'repeat_in_flight',
  },
};

const CLASSES: Readonly<Record<ErrorCode, CodeClass>> = {
  invalid_request: 'invalid',
  invalid_cursor: 'invalid',
  unauthorized: 'auth',
  invalid_key: 'auth',
  scope_missing: 'permission',
  not_found: 'missing',
  rate_limited: 'limit',
  internal_error: 'server',
};

const OPENS: Readonly<Record<Scope, string[]>> = {
  'meetings:read': [
    'GET /public/v1/meetings',
    'GET /public/v1/meetings/:id',
    'GET /public/v1/meetings/:id/participants',
  ],
  'meetings:write': [
    'POST /public/v1/meetings',
    'PATCH /public/v1/meetings/:id',
    'DELETE /public/v1/meetings/:id',
  ],
};

/** Meetso's codes are frozen with their statuses. */
export type MeetsoProfile = Profile & {
  readonly codes: { readonly [C in ErrorCode]: CodeProfile & { status: (typeof STATUS_OF)[C] } };
};

function codeOf(code: ErrorCode): CodeProfile {
  const { status, title, when, nextStep, retry, causes } = CATALOGUE[code];
  const kinds: Readonly<Record<string, CauseKind>> = KINDS[code];
  return {
    status,
    class: CLASSES[code],
    retry,
    docs: docsPathOf(code),
    texts: { en: { title, when, next_step: nextStep } },
    causes: Object.fromEntries(
      CAUSES[code].map((cause) => {
        const { meaning = '', remediation = [] } = causes[cause] ?? {};
        const texts = { en: { meaning, steps: [...remediation] } };
        return [cause, { kind: kinds[cause] ?? null, texts }];
      }),
    ),
  };
}

/** The Meetso API as the desk knows it. */
export const MEETSO_PROFILE = parseProfile({
  name: 'Meetso API',
  service: 'meetso-api',
  replies: { en: { causes: ENGLISH_CAUSES }, de: { causes: GERMAN_CAUSES } },
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
  scopes: Object.fromEntries(SCOPES.map((scope) => [scope, OPENS[scope]])),
}) as MeetsoProfile;
