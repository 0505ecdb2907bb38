import { docsPathOf } from './catalogue/catalogue.ts';
import type { ErrorCode } from './catalogue/causes.ts';
import type { ErrorEnvelope } from './catalogue/envelope.ts';
import { API_VERSION } from './catalogue/version.ts';

/** The body of every non-2xx answer. */
export function envelopeText(code: ErrorCode, message: string, requestId: string): string {
  const body: ErrorEnvelope = { error: { code, message, request_id: requestId } };
  return JSON.stringify(body);
}

/** Headers that every error answer of a code has, apart from `x-request-id`. */
export function errorHeaders(code: ErrorCode): Record<string, string> {
  const challenge = CHALLENGES[code];
  return {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'api-version': API_VERSION,
    link: `<${docsPathOf(code)}>; rel="help"`,
    ...(challenge ? { 'www-authenticate': challenge } : {}),
  };
}

/** RFC 6750, section 3. */
export const BEARER_CHALLENGES = {
  unauthorized: 'Bearer realm="Meetso API"',
  invalid_key: 'Bearer realm="Meetso API", error="invalid_token"',
  scope_missing: 'Bearer realm="Meetso API", error="insufficient_scope"',
} as const;
const CHALLENGES: Partial<Record<ErrorCode, string>> = BEARER_CHALLENGES;
