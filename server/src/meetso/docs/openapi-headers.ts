/** Ids that stand in examples. */
export const SAMPLE_ID = 'req_70ac81fe9ef7a3c6';
export const MEETING_ID = 'mtg_4k9v2m7x1c8b3n6q0z5w';

/** The headers of answers, as OpenAPI describes them. */
export function openApiHeaders(): Readonly<Record<string, unknown>> {
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
    RateLimitPolicy: text(
      'Calls allowed (q) in a window of seconds (w).',
      '"burst";q=10;w=1, "sustained";q=60;w=60',
    ),
    RateLimit: text(
      'Calls that still have room (r), and seconds until one more has (t).',
      '"burst";r=9;t=1, "sustained";r=59;t=60',
    ),
    RetryAfter: {
      description: 'Seconds to wait before the call is repeated.',
      schema: { type: 'integer', minimum: 1 },
      example: 1,
    },
  };
}
