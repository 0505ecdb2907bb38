import { keyWindows } from '../rate-limit/key-windows.ts';
import type { RateLimit } from '../rate-limit/rate-limit.ts';
import { limitHeader, policyHeader } from '../rate-limit/rate-limit-headers.ts';

/** Ids that stand in examples. */
export const SAMPLE_ID = 'req_70ac81fe9ef7a3c6';
export const MEETING_ID = 'mtg_4k9v2m7x1c8b3n6q0z5w';

/** The headers of answers, as OpenAPI describes them. */
export function openApiHeaders(rateLimit: RateLimit): Readonly<Record<string, unknown>> {
  const windows = keyWindows(rateLimit);
  const states = windows.map(({ windowMs }) => ({ used: 1, waitMs: 0, resetMs: windowMs }));
  const text = (description: string, example: string) => ({
    description,
    schema: { type: 'string' },
    example,
  });
  return {
    RequestId: text('Names this call; quote it to support.', SAMPLE_ID),
    Location: text('Path of what was created.', `/public/v1/meetings/${MEETING_ID}`),
    IdempotencyReplayed: text('There where the answer is that of an earlier call.', 'true'),
    Link: text('Documentation of the code.', '</docs/errors#not_found>; rel="help"'),
    RateLimitPolicy: text('Calls allowed (q) in a window of seconds (w).', policyHeader(windows)),
    RateLimit: text(
      'Calls that still have room (r), and seconds until one more has (t).',
      limitHeader(windows, states),
    ),
    RetryAfter: {
      description: 'Seconds to wait before the call is repeated.',
      schema: { type: 'integer', minimum: 1 },
      example: 1,
    },
  };
}
