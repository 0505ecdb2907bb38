import type { RequestEvent } from '@request-desk/fastify/request/request-event';

const LIST = '/public/v1/meetings';
const ONE = '/public/v1/meetings/:id';
const PARTICIPANTS = '/public/v1/meetings/:id/participants';

/** What a kind of answer of the past adds to a request; keys are chosen by the caller. */
export interface PastAnswer {
  readonly weight: number;
  readonly who: 'client' | 'revoked' | 'expired' | 'nobody' | 'reader';
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly route: typeof LIST | typeof ONE | typeof PARTICIPANTS | '';
  readonly status: number;
  readonly facts: Partial<RequestEvent>;
}

/** The usual mistakes, as often as the live traffic makes them. */
export const PAST_ERRORS: readonly PastAnswer[] = [
  answer(14, 'client', 'GET', LIST, 400, {
    code: 'invalid_request',
    cause: 'parameter_invalid',
    message: "time_range must be one of 24h, 7d, 30d, 90d, all; did you mean '7d'?",
    issues: [{ field: 'time_range', rule: 'enum', nearMiss: '7d', value: '7days' }],
    nearMiss: '7d',
  }),
  answer(4, 'client', 'GET', LIST, 400, {
    code: 'invalid_request',
    cause: 'parameter_invalid',
    message: 'limit must be a whole number from 1 to 100',
    issues: [{ field: 'limit', rule: 'maximum', value: '500' }],
  }),
  answer(6, 'client', 'POST', LIST, 400, {
    code: 'invalid_request',
    cause: 'body_invalid',
    message: 'duration_minutes must be a whole number from 1 to 1440',
    issues: [{ field: 'duration_minutes', rule: 'type' }],
  }),
  answer(9, 'client', 'GET', LIST, 400, {
    code: 'invalid_cursor',
    cause: 'other_query',
    message: 'The cursor belongs to a query with other parameters; start again without a cursor',
  }),
  answer(10, 'nobody', 'GET', LIST, 401, {
    code: 'unauthorized',
    cause: 'header_missing',
    message:
      'The Authorization header is missing. Send `Authorization: Bearer` followed by an API key from Settings → API Keys.',
    authProblem: 'no header',
  }),
  answer(6, 'nobody', 'GET', LIST, 401, {
    code: 'unauthorized',
    cause: 'scheme_wrong',
    message:
      'The scheme is Basic, with an API key in it, where Bearer is needed. Send `Authorization: Bearer` followed by an API key from Settings → API Keys.',
    authProblem: 'the scheme is Basic, with an API key in it, where Bearer is needed',
  }),
  answer(12, 'revoked', 'GET', LIST, 401, {
    code: 'invalid_key',
    cause: 'revoked',
    message: 'This API key does not work; create a new one in Settings → API Keys',
  }),
  answer(5, 'expired', 'GET', LIST, 401, {
    code: 'invalid_key',
    cause: 'expired',
    message: 'This API key does not work; create a new one in Settings → API Keys',
  }),
  answer(10, 'reader', 'POST', LIST, 403, {
    code: 'scope_missing',
    cause: 'scope_missing',
    message: 'This API key lacks the scope meetings:write',
    scopeRequired: 'meetings:write',
  }),
  answer(3, 'reader', 'DELETE', ONE, 403, {
    code: 'scope_missing',
    cause: 'scope_missing',
    message: 'This API key lacks the scope meetings:write',
    scopeRequired: 'meetings:write',
  }),
  answer(3, 'client', 'PATCH', ONE, 400, {
    code: 'invalid_request',
    cause: 'body_invalid',
    message: "duration is not a field here; did you mean 'duration_minutes'?",
    issues: [{ field: 'duration', rule: 'unknown', nearMiss: 'duration_minutes' }],
    nearMiss: 'duration_minutes',
  }),
  answer(13, 'client', 'GET', ONE, 404, {
    code: 'not_found',
    cause: 'absent',
    message: 'There is no such meeting',
  }),
  answer(5, 'client', 'GET', '', 404, {
    code: 'not_found',
    cause: 'route_unknown',
    message: 'There is no such route',
    nearMiss: LIST,
  }),
];

/** A page of a list: what is asked for most. */
export const PAST_LIST: PastAnswer = answer(55, 'client', 'GET', LIST, 200, {});

/** What succeeds, as often as the live clients ask for it. */
export const PAST_SUCCESSES: readonly PastAnswer[] = [
  PAST_LIST,
  answer(38, 'client', 'GET', ONE, 200, {}),
  answer(4, 'client', 'GET', PARTICIPANTS, 200, {}),
  answer(2, 'client', 'POST', LIST, 201, {}),
  answer(0.5, 'client', 'PATCH', ONE, 200, {}),
  answer(0.5, 'client', 'DELETE', ONE, 204, {}),
];

/** Our own fault, during an outage. */
export const PAST_OUTAGE: PastAnswer = answer(0, 'client', 'GET', LIST, 500, {
  code: 'internal_error',
  cause: 'exception',
  message: 'Something failed on our side; retry with backoff',
  exceptionType: 'ConnectionRefused',
  exceptionMessage: 'connect ECONNREFUSED 10.20.4.17:5432',
});

/** A refusal of the runaway integration. */
export const PAST_REFUSAL: PastAnswer = answer(0, 'client', 'GET', LIST, 429, {
  code: 'rate_limited',
  cause: 'sustained',
  message: 'Too many requests: at most 60 a minute; wait as long as Retry-After says',
  rateLimit: { window: 'sustained', limit: 60, used: 60, resetMs: 12_400, retryAfterS: 13 },
});

function answer(
  weight: number,
  who: PastAnswer['who'],
  method: PastAnswer['method'],
  route: PastAnswer['route'],
  status: number,
  facts: Partial<RequestEvent>,
): PastAnswer {
  return { weight, who, method, route, status, facts };
}
