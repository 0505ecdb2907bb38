import { Failure } from '@request-desk/fastify';
import { retryAfter } from '@request-desk/shared/retry';
import { outageOf } from '../database/control-plane-outage.ts';
import { ApiError } from './api-error.ts';
import { CAUSES } from './catalogue/causes.ts';

type Meaning = () => ApiError;

const tooLarge: Meaning = () =>
  new ApiError('invalid_request', {
    cause: 'body_too_large',
    message: 'The body is larger than 64 KiB; send less in one request.',
  });

const wrongType: Meaning = () =>
  new ApiError('invalid_request', {
    cause: 'media_type',
    message: 'Send the body as JSON with the header `Content-Type: application/json`.',
  });

const incomplete: Meaning = () =>
  new ApiError('invalid_request', {
    cause: 'http_malformed',
    message: 'The body did not arrive as its headers announced; send it again completely.',
  });

/** What Fastify itself refuses, by its codes, said in ours. Anything not named here is our fault. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: tooLarge,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: wrongType,
  FST_ERR_CTP_INVALID_TYPE: wrongType,
  FST_ERR_ROUTE_MISSING_CONTENT_TYPE: wrongType,
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: incomplete,
};

const AWAY_RETRY_S = 2;

const controlPlaneAway: Meaning = () =>
  new ApiError('internal_error', {
    cause: 'control_plane_away',
    message:
      'Something that this call needs does not answer on our side; ' +
      `retry in ${AWAY_RETRY_S} s, as the Retry-After header says.`,
    headers: retryAfter(AWAY_RETRY_S),
  });

/** What the emitter throws for a request whose bytes broke; its causes are called like the kinds. */
function brokenHttp({ cause, message }: Failure): ApiError {
  const own = CAUSES.invalid_request.find((name) => name === cause);
  return new ApiError('invalid_request', { cause: own ?? 'http_malformed', message });
}

/** The known fault behind an error, or undefined for an exception that nobody foresaw. */
export function faultOf(error: unknown): ApiError | undefined {
  if (error instanceof ApiError) return error;
  if (error instanceof Failure) return brokenHttp(error);
  if (outageOf(error)) return controlPlaneAway();
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  if (typeof code !== 'string') return undefined;
  if (Object.hasOwn(MEANINGS, code)) return MEANINGS[code]?.();
  // Fastify gives a body that broke off the status 400; the same code from a driver has none.
  return code === 'ECONNRESET' && statusCode === 400 ? incomplete() : undefined;
}
