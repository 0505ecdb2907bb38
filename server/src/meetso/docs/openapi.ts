import { z } from 'zod';
import { CATALOGUE, docsPathOf } from '../catalogue/catalogue.ts';
import { ERROR_CODES, type ErrorCode } from '../catalogue/causes.ts';
import { errorEnvelope } from '../catalogue/envelope.ts';
import { meeting, meetingPage, newMeeting, timeRange } from '../catalogue/meetings.ts';
import { DEFAULT_LIMIT, MAX_LIMIT } from '../meetings/list-meetings.ts';
import type { RateLimit } from '../rate-limit/rate-limit.ts';
import { exampleMessage } from './error-examples.ts';
import { MEETING_ID, openApiHeaders, SAMPLE_ID } from './openapi-headers.ts';

const MEETING = {
  id: MEETING_ID,
  title: 'Kick-off',
  starts_at: '2031-05-06T07:08:09.000Z',
  duration_minutes: 30,
  created_at: '2031-05-01T09:00:00.000Z',
};
const { id: _id, created_at: _created, ...NEW_MEETING } = MEETING;

type Json = Readonly<Record<string, unknown>>;

/** The description of the public API, OpenAPI 3.1, made of the same parts as the routes. */
export function openApi(rateLimit: RateLimit): Json {
  const paths = {
    '/public/v1/meetings': { get: list(rateLimit), post: create(rateLimit) },
    '/public/v1/meetings/{id}': { get: read(rateLimit) },
  };
  // Where codes share a status, that answer stands with its operation.
  const text = JSON.stringify(paths);
  const referred = ERROR_CODES.filter((code) => text.includes(`#/components/responses/${code}"`));
  return {
    openapi: '3.1.1',
    info: {
      title: 'Meetso API',
      version: '1.0.0',
      summary: 'Meetings of your organisation.',
      description:
        'Every failed call is answered with one envelope, one of eight stable codes and an id. ' +
        `Each key may make ${rateLimit.burst} calls in any second and ${rateLimit.perMinute} in any minute.`,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    externalDocs: { url: '/docs/errors', description: 'Errors and retrying' },
    servers: [{ url: '/', description: 'This server' }],
    security: [{ apiKey: [] }],
    tags: [{ name: 'meetings', description: 'Meetings of the organisation that owns the key.' }],
    paths,
    components: {
      securitySchemes: {
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'mts_live_ and 32 letters or digits',
          description: 'An API key from Settings → API Keys.',
        },
      },
      schemas: {
        Meeting: schema(meeting),
        MeetingPage: pageSchema(),
        NewMeeting: schema(newMeeting, 'input'),
        Error: schema(errorEnvelope),
      },
      headers: openApiHeaders(rateLimit),
      responses: Object.fromEntries(referred.map((code) => [code, together(rateLimit, [code])])),
    },
  };
}

function list(limit: RateLimit): Json {
  return {
    ...operation('listMeetings', 'List meetings', 'meetings:read'),
    description:
      'Newest first. Pass `next_cursor` back as `cursor`, with the other parameters unchanged.',
    parameters: [
      {
        name: 'limit',
        in: 'query',
        description: 'Meetings on a page.',
        schema: { type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT },
      },
      {
        name: 'time_range',
        in: 'query',
        description: 'Only meetings that were created within this time before the first page.',
        schema: { type: 'string', enum: timeRange.options, default: 'all' },
      },
      {
        name: 'cursor',
        in: 'query',
        description:
          'Where the page begins: `next_cursor` of the page before, unchanged, within 24 hours.',
        schema: { type: 'string', minLength: 1 },
      },
    ],
    responses: {
      200: success('A page of meetings.', 'MeetingPage', { data: [MEETING], next_cursor: null }),
      ...failures(limit, ['invalid_request', 'invalid_cursor', 'not_found']),
    },
  };
}

function read(limit: RateLimit): Json {
  return {
    ...operation('getMeeting', 'Read a meeting', 'meetings:read'),
    parameters: [
      {
        name: 'id',
        in: 'path',
        required: true,
        description: 'The id of a meeting.',
        schema: { type: 'string', pattern: '^mtg_[0-9a-z]{20}$' },
        example: MEETING_ID,
      },
    ],
    responses: {
      200: success('The meeting.', 'Meeting', MEETING),
      ...failures(limit, ['invalid_request', 'not_found']),
    },
  };
}

function create(limit: RateLimit): Json {
  return {
    ...operation('createMeeting', 'Create a meeting', 'meetings:write'),
    parameters: [
      {
        name: 'Idempotency-Key',
        in: 'header',
        description:
          'Names this call: repeated with the same key and body within 24 hours, it gets the same answer and creates nothing again.',
        schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
      },
    ],
    requestBody: {
      required: true,
      content: {
        'application/json': { schema: ref('schemas', 'NewMeeting'), example: NEW_MEETING },
      },
    },
    responses: {
      201: success('The new meeting.', 'Meeting', MEETING, {
        Location: ref('headers', 'Location'),
        'Idempotency-Replayed': ref('headers', 'IdempotencyReplayed'),
      }),
      ...failures(limit, ['invalid_request', 'not_found']),
    },
  };
}

function operation(operationId: string, summary: string, scope: string): Json {
  return { operationId, summary, tags: ['meetings'], 'x-required-scope': scope };
}

const ref = (kind: string, name: string): Json => ({ $ref: `#/components/${kind}/${name}` });
const ALWAYS = { 'x-request-id': ref('headers', 'RequestId') };
const LIMITED = {
  'RateLimit-Policy': ref('headers', 'RateLimitPolicy'),
  RateLimit: ref('headers', 'RateLimit'),
};

function success(description: string, name: string, example: unknown, more: Json = {}): Json {
  return {
    description,
    headers: { ...ALWAYS, ...LIMITED, ...more },
    content: { 'application/json': { schema: ref('schemas', name), example } },
  };
}

/** One answer for each status: where two codes share one, the description names both. */
function failures(limit: RateLimit, own: readonly ErrorCode[]): Json {
  const codes = [...own, ...(['unauthorized', 'invalid_key'] as const)];
  const all = [...codes, ...(['scope_missing', 'rate_limited', 'internal_error'] as const)];
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of all) {
    const { status } = CATALOGUE[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, [first, ...rest]]) => [
      status,
      first && rest.length === 0 ? ref('responses', first) : together(limit, [first, ...rest]),
    ]),
  );
}

function together(limit: RateLimit, codes: readonly (ErrorCode | undefined)[]): Json {
  const named = codes.filter((code) => code !== undefined);
  const retryAfter = named.some((code) => CATALOGUE[code].retry !== 'never');
  return {
    description: named
      .map((code) => `\`${code}\`: ${CATALOGUE[code].when} [More](${docsPathOf(code)})`)
      .join('\n\n'),
    headers: {
      ...ALWAYS,
      Link: ref('headers', 'Link'),
      ...(retryAfter ? { 'Retry-After': ref('headers', 'RetryAfter') } : {}),
    },
    content: {
      'application/json': {
        schema: ref('schemas', 'Error'),
        examples: Object.fromEntries(
          named.map((code) => [code, { value: exampleOf(limit, code) }]),
        ),
      },
    },
  };
}

function exampleOf(limit: RateLimit, code: ErrorCode): Json {
  return { error: { code, message: exampleMessage(code, limit), request_id: SAMPLE_ID } };
}

function schema(type: z.ZodType, io: 'input' | 'output' = 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(type, { target: 'draft-2020-12', io });
  return rest;
}

function pageSchema(): Json {
  const page = schema(meetingPage) as { properties: Json };
  const data = { type: 'array', items: ref('schemas', 'Meeting') };
  return { ...page, properties: { ...page.properties, data } };
}
