import type { OpenApiPart } from '../../../http/openapi-path.ts';
import { CATALOGUE, docsPathOf, STATUS_OF } from '../../catalogue/catalogue.ts';
import { ERROR_CODES, type ErrorCode } from '../../catalogue/causes.ts';
import type { Deprecations } from '../../deprecation.ts';
import type { RateLimit } from '../../rate-limit/rate-limit.ts';
import { exampleMessage } from '../error-examples.ts';
import { HEADER_NAMES, type HeaderName, SAMPLE_ID } from './headers.ts';
import { envelopeOf, ref } from './schemas.ts';

/** What the published texts depend on: limits, address, what goes away. */
export interface ApiFacts {
  readonly rateLimit: RateLimit;
  /** Address of the API as its customers see it, without a slash at the end. */
  readonly apiUrl: string;
  readonly deprecations: Deprecations;
}

const ALWAYS: readonly HeaderName[] = ['RequestId', 'ClientRequestId', 'ApiVersion'];
const LIMITS: readonly HeaderName[] = ['RateLimitPolicy', 'RateLimit'];

/** What stands in the head of a failure, by its status. */
const FAILURE_HEADERS: Readonly<Record<(typeof STATUS_OF)[ErrorCode], readonly HeaderName[]>> = {
  400: LIMITS,
  401: ['WwwAuthenticate'],
  403: [...LIMITS, 'WwwAuthenticate'],
  404: [...LIMITS, 'Allow'],
  429: [...LIMITS, 'RetryAfter'],
  500: [...LIMITS, 'RetryAfter'],
};

function headers(names: readonly HeaderName[]): OpenApiPart {
  return Object.fromEntries(names.map((name) => [HEADER_NAMES[name], ref('headers', name)]));
}

/** An answer with a body of the named schema; without a name it has none. */
export function success(
  description: string,
  body?: readonly [name: string, example: unknown],
  more: readonly HeaderName[] = [],
): OpenApiPart {
  const head = { description, headers: headers([...ALWAYS, ...LIMITS, ...more]) };
  if (body === undefined) return head;
  const [name, example] = body;
  return { ...head, content: { 'application/json': { schema: ref('schemas', name), example } } };
}

/** What every operation may be answered with; `own` are the codes of 400 and 404 that it has. */
export function failures(own: readonly ErrorCode[]): OpenApiPart {
  const all = [...own, 'unauthorized', 'invalid_key', 'scope_missing'] as const;
  const byStatus = new Map<number, string[]>();
  for (const code of [...all, 'rate_limited', 'internal_error'] as const) {
    const status = STATUS_OF[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries([
    ...[...byStatus].map(([status, codes]) => [status, ref('responses', codes.join('_or_'))]),
    ['default', ref('responses', 'any')],
  ]);
}

/** The answers that operations share, by their codes. */
export function sharedFailures(place: ApiFacts): OpenApiPart {
  const named = (...codes: readonly ErrorCode[]) => [codes.join('_or_'), failure(place, codes)];
  return Object.fromEntries([
    named('invalid_request'),
    named('invalid_request', 'invalid_cursor'),
    named('unauthorized', 'invalid_key'),
    named('scope_missing'),
    named('not_found'),
    named('rate_limited'),
    named('internal_error'),
    ['any', { ...failure(place, ERROR_CODES), description: 'Any failure, in the same envelope.' }],
  ]);
}

function failure(place: ApiFacts, codes: readonly ErrorCode[]): OpenApiPart {
  const isAny = codes.length === ERROR_CODES.length;
  const statuses = new Set(codes.map((code) => STATUS_OF[code]));
  const own = [...statuses].flatMap((status) => FAILURE_HEADERS[status]);
  return {
    description: codes
      .map(
        (code) => `\`${code}\`: ${CATALOGUE[code].when} [More](${place.apiUrl}${docsPathOf(code)})`,
      )
      .join('\n\n'),
    headers: headers([...ALWAYS, 'Link', ...new Set(own)]),
    content: {
      'application/json': {
        schema: isAny ? ref('schemas', 'ApiError') : envelopeOf(codes),
        examples: Object.fromEntries(
          codes.map((code) => [code, { value: exampleOf(place.rateLimit, code) }]),
        ),
      },
    },
  };
}

function exampleOf(rateLimit: RateLimit, code: ErrorCode): OpenApiPart {
  return { error: { code, message: exampleMessage(code, rateLimit), request_id: SAMPLE_ID } };
}
