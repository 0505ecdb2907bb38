import { randomBytes } from 'node:crypto';
import type { ConsoleErrorCode } from '@request-desk/shared/console-error';
import { retryAfter } from '@request-desk/shared/retry';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sayAway } from '../clickhouse/store-away.ts';
import { StoreUnavailable } from '../clickhouse/store-fault.ts';
import {
  ControlPlaneReplaced,
  isUnstorableText,
  outageOf,
} from '../database/control-plane-outage.ts';
import { ConsoleError } from './console-error.ts';
import { SECURITY_HEADERS } from './guard/security-headers.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Names this call in the answer and in our log; never a customer's request id. */
    callId: string;
  }
}

interface Failure {
  readonly status: number;
  readonly code: ConsoleErrorCode;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** For what Fastify refuses before any hook runs, such as a malformed address. */
export function answerEarly(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  name(request, reply);
  reply.headers(SECURITY_HEADERS);
  void envelope(request, reply, failureOf(error));
}

/** Gives each call an id, and each failed one an envelope that quotes it. */
export function answerErrors(app: FastifyInstance): void {
  app.decorateRequest('callId', '');
  app.addHook('onRequest', async (request, reply) => {
    name(request, reply);
  });
  app.setErrorHandler((error, request, reply) => {
    const failure = failureOf(error);
    const line = { err: error, call_id: request.callId, url: request.routeOptions.url };
    if (failure.status >= 500) request.log.error(line, 'console call failed');
    return envelope(request, reply, failure);
  });
}

function name(request: FastifyRequest, reply: FastifyReply): void {
  request.callId = `call_${randomBytes(8).toString('hex')}`;
  reply.header('x-request-id', request.callId);
}

/** For paths below the API that do not exist. */
export function answerNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return envelope(request, reply, {
    status: 404,
    code: 'no_such_thing',
    message: `There is no ${request.method} here; see /support/v1/openapi.json.`,
  });
}

function envelope(request: FastifyRequest, reply: FastifyReply, failure: Failure): FastifyReply {
  const { status, code, message, headers = {} } = failure;
  return reply
    .code(status)
    .headers({ 'cache-control': 'no-store', ...headers })
    .type('application/json; charset=utf-8')
    .send({ error: { code, message, request_id: request.callId } });
}

function failureOf(error: unknown): Failure {
  if (error instanceof ConsoleError) return error;
  if (error instanceof StoreUnavailable)
    return away(
      'store_unavailable',
      `${sayAway(error)}. Events are kept on disk; try again shortly.`,
    );
  const outage = outageOf(error);
  if (outage instanceof ControlPlaneReplaced)
    return away(
      'control_plane_unavailable',
      'The control plane was replaced by another or an empty database; see /readyz.',
    );
  if (outage)
    return away(
      'control_plane_unavailable',
      'The control plane does not answer. Try again shortly.',
    );
  if (isUnstorableText(error))
    return {
      status: 400,
      code: 'bad_request',
      message: 'No text here holds NUL or half of a surrogate pair.',
    };
  const status = statusOf(error);
  if (status >= 500)
    return { status: 500, code: 'failed', message: 'The console failed; see its log.' };
  if (status === 404 || status === 405)
    return { status: 404, code: 'no_such_thing', message: 'Not found.' };
  const message = error instanceof Error ? error.message : 'The request is malformed.';
  return { status: 400, code: 'bad_request', message };
}

function away(code: ConsoleErrorCode, message: string): Failure {
  return { status: 503, code, message, headers: retryAfter(5) };
}

/** Fastify's own refusals carry a status; anything else is a fault of ours. */
function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  return status >= 400 ? status : 500;
}
