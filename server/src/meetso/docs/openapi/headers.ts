import { API_VERSION } from '../../catalogue/version.ts';
import { BEARER_CHALLENGES } from '../../error-answer.ts';
import { keyWindows } from '../../rate-limit/key-windows.ts';
import type { RateLimit } from '../../rate-limit/rate-limit.ts';
import { limitHeader, policyHeader } from '../../rate-limit/rate-limit-headers.ts';

/** Ids that stand in examples. */
export const SAMPLE_ID = 'req_70ac81fe9ef7a3c6';
export const MEETING_ID = 'mtg_4k9v2m7x1c8b3n6q0z5w';
export const PARTICIPANT_ID = 'prt_8d2k5p0w7j4m1x9c6v3b';

/** Headers of answers by the names that the description refers to them by. */
export const HEADER_NAMES = {
  RequestId: 'x-request-id',
  ClientRequestId: 'x-client-request-id',
  ApiVersion: 'API-Version',
  Location: 'Location',
  IdempotencyReplayed: 'Idempotency-Replayed',
  Link: 'Link',
  Allow: 'Allow',
  WwwAuthenticate: 'WWW-Authenticate',
  RateLimitPolicy: 'RateLimit-Policy',
  RateLimit: 'RateLimit',
  RetryAfter: 'Retry-After',
} as const;
export type HeaderName = keyof typeof HEADER_NAMES;

/** The headers of answers, as OpenAPI describes them. */
export function openApiHeaders(rateLimit: RateLimit): Readonly<Record<HeaderName, unknown>> {
  const windows = keyWindows(rateLimit);
  const states = windows.map(({ limit, windowMs }) => ({
    limit,
    used: 1,
    waitMs: 0,
    resetMs: windowMs,
  }));
  const text = (description: string, example: string) => ({
    description,
    schema: { type: 'string' },
    example,
  });
  return {
    RequestId: {
      ...text('Names this call; quote it to support.', SAMPLE_ID),
      required: true,
      schema: { type: 'string', pattern: '^req_[0-9a-f]{16}$' },
    },
    ClientRequestId: text(
      'The x-client-request-id of the request, where it had one of 1 to 128 letters, digits, dots, colons, - or _.',
      'order-4711',
    ),
    ApiVersion: text('Of the API; within a major version there are only additions.', API_VERSION),
    Location: text('Path of what was created.', `/public/v1/meetings/${MEETING_ID}`),
    IdempotencyReplayed: text('There where the answer is that of an earlier call.', 'true'),
    Link: text('Documentation of the code.', '</docs/errors#not_found>; rel="help"'),
    Allow: text('Methods of the path, where it has not the one that was used.', 'GET, HEAD, POST'),
    WwwAuthenticate: text('What is wrong with the key (RFC 6750).', BEARER_CHALLENGES.invalid_key),
    RateLimitPolicy: text(
      'On every answer to a call that counts: calls allowed (q) in a window of seconds (w).',
      policyHeader(windows),
    ),
    RateLimit: text(
      'On every answer to a call that counts: calls that still have room (r), and seconds until one more has (t).',
      limitHeader(windows, states),
    ),
    RetryAfter: {
      description: 'Seconds to wait before the call is repeated: always on 429, sometimes on 500.',
      schema: { type: 'integer', minimum: 1, maximum: 3600 },
      example: 1,
    },
  };
}
