import type { ErrorCode } from '../catalogue/causes.ts';
import { BEARER_CHALLENGES } from '../error-answer.ts';
import type { RateLimit } from '../rate-limit/rate-limit.ts';
import { MOST_HEAD_KIB, MOST_URL_CHARACTERS } from '../server/valid-http.ts';

/** One call that really answers with the code; tests send it and compare. */
export interface ErrorExample {
  /** What is wrong with the call, in a few words. */
  readonly what: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Whose key the call carries. */
  readonly key: 'working' | 'reading' | 'revoked' | 'none';
  readonly body?: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Common reasons, from most to least frequent. */
  readonly reasons: readonly string[];
}

const MEETINGS = '/public/v1/meetings';

export const ERROR_EXAMPLES: Readonly<Record<ErrorCode, ErrorExample>> = {
  invalid_request: {
    what: 'A value that the parameter does not have',
    method: 'GET',
    path: `${MEETINGS}?time_range=7days`,
    key: 'working',
    message: "time_range must be one of 24h, 7d, 30d, 90d, all; did you mean '7d'?",
    reasons: [
      'A query parameter is unknown, repeated or has a value that is not allowed.',
      'A body field is missing, unknown, given twice or of another type: nothing is coerced.',
      'The body is not JSON in UTF-8, is larger than 64 KiB, or was sent without `Content-Type: application/json`.',
      'An `Idempotency-Key` was used before with another body, or is no key: see [repeating a POST](#idempotency).',
      'The HTTP message itself is broken: see [faults of HTTP](#http-faults).',
    ],
  },
  invalid_cursor: {
    what: 'A page number in place of a cursor',
    method: 'GET',
    path: `${MEETINGS}?cursor=2`,
    key: 'working',
    message:
      'The cursor cannot be used: it was altered, is too old, or belongs to a query with other ' +
      'parameters. Start again from the first page, without a cursor.',
    reasons: [
      'Another parameter changed between pages: keep `limit` and `time_range` as they were.',
      'The cursor was stored and used more than 24 hours after the first page was read.',
      'The cursor was cut off, encoded twice, or made up. It is opaque: pass it back unchanged.',
    ],
  },
  unauthorized: {
    what: 'No key at all',
    method: 'GET',
    path: MEETINGS,
    key: 'none',
    message:
      'The Authorization header is missing. Send `Authorization: Bearer` followed by an API key ' +
      'from Settings → API Keys.',
    headers: { 'www-authenticate': BEARER_CHALLENGES.unauthorized },
    reasons: [
      'The header is missing: often an environment variable that is empty where the code runs.',
      'The scheme is not `Bearer`: Basic authentication and bare keys are not accepted.',
      'The key was copied incompletely, with quotes or with a line break.',
    ],
  },
  invalid_key: {
    what: 'A key that was revoked',
    method: 'GET',
    path: MEETINGS,
    key: 'revoked',
    message:
      'This API key does not work: it is unknown, revoked or expired. Create a new one in ' +
      'Settings → API Keys and revoke the old one.',
    headers: { 'www-authenticate': BEARER_CHALLENGES.invalid_key },
    reasons: [
      'The key was revoked, for instance by a colleague who rotated it. That takes effect within 2 seconds.',
      'The key passed its expiry date.',
      'The key belongs to another environment.',
    ],
  },
  scope_missing: {
    what: 'Creating with a key that may only read',
    method: 'POST',
    path: MEETINGS,
    key: 'reading',
    body: '{"title":"Kick-off","starts_at":"2031-05-06T07:08:09Z","duration_minutes":30}',
    message:
      'This API key lacks the scope meetings:write. Create a key with it in Settings → API Keys ' +
      'and use that one here.',
    headers: { 'www-authenticate': BEARER_CHALLENGES.scope_missing },
    reasons: [
      'The key was made for reading and now also writes, or the other way round.',
      'The scopes of a key never change: a new key is needed.',
    ],
  },
  not_found: {
    what: 'A meeting that is not there for this key',
    method: 'GET',
    path: `${MEETINGS}/mtg_00000000000000000000`,
    key: 'working',
    message:
      'No meeting with this id is visible to this API key. Check the id; the list of meetings ' +
      'shows what this key can reach.',
    reasons: [
      'The id does not exist, was deleted, or belongs to another organisation. The three are the same to a caller, in every byte.',
      'The path has a typo.',
      'The path exists, but not with this method: the `Allow` header names the ones it has.',
    ],
  },
  rate_limited: {
    what: 'One call too many within a second',
    method: 'GET',
    path: MEETINGS,
    key: 'working',
    message:
      'Too many requests: this API key may make 10 a second. Wait 1 s, as the Retry-After header says.',
    headers: { 'retry-after': '1' },
    reasons: [
      'Calls are sent in parallel bursts instead of one after another.',
      'A loop retries at once instead of waiting as long as `Retry-After` says.',
      'Several processes share one key, and with it one limit. See [rate limits](/docs/rate-limits).',
    ],
  },
  internal_error: {
    what: 'A valid call while something is broken on our side',
    method: 'GET',
    path: MEETINGS,
    key: 'working',
    message:
      'Something failed on our side. Retry with backoff (1 s, 2 s, 4 s); if it persists, contact ' +
      'support with this request id.',
    reasons: [
      'A fault of ours. Our engineers see it as soon as it happens.',
      'We are restarting or overloaded: then the answer carries `Retry-After`.',
      'A `POST` that failed this way may or may not have taken effect: repeat it with the same [Idempotency-Key](#idempotency), or look first.',
    ],
  },
};

/** The message of a code's example, with the limits that hold here. */
export function exampleMessage(code: ErrorCode, { burst }: RateLimit): string {
  return ERROR_EXAMPLES[code].message.replace('10 a second', `${burst} a second`);
}

/** Faults that other APIs answer with codes of their own, and what stands for them here. */
export const HTTP_FAULTS: readonly (readonly [fault: string, usual: string, code: ErrorCode])[] = [
  ['A method that the path does not have', '405', 'not_found'],
  ['A request that does not arrive completely in time', '408', 'invalid_request'],
  ['A body larger than 64 KiB', '413', 'invalid_request'],
  [`A URL longer than ${MOST_URL_CHARACTERS} characters`, '414', 'invalid_request'],
  ['A body that is not JSON', '415', 'invalid_request'],
  ['An `Expect` header other than `100-continue`', '417', 'invalid_request'],
  [`Headers larger than ${MOST_HEAD_KIB} KiB`, '431', 'invalid_request'],
  ['Bytes that are not HTTP/1.1, or no `Host` header', '400', 'invalid_request'],
  ['Broken percent-encoding, or bytes that are not UTF-8', '400', 'invalid_request'],
  ['We are overloaded, or restarting', '503', 'internal_error'],
];
