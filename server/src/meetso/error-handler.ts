import { RequestIds } from '@request-desk/fastify/request/request-ids';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from './api-error.ts';
import { envelopeText, errorHeaders } from './error-answer.ts';
import { faultOf } from './fault-of.ts';
import { MEETSO_PROFILE } from './profile.ts';

/**
 * Turns whatever was thrown into the envelope, after noting it on the request's event. What nobody
 * foresaw is recorded by the emitter, which sees it leave as a fault of ours.
 */
export function errorHandler() {
  /** For the documentation and health checks, which are outside of telemetry. */
  const ids = new RequestIds(MEETSO_PROFILE.request_id);
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const known = faultOf(error);
    const fault = known ?? unexpected();
    const active = request.telemetry as FastifyRequest['telemetry'] | undefined;
    if (!active && !known) request.log.error({ err: error }, 'an exception outside any request');
    if (active) {
      active.event.code = fault.code;
      active.event.cause = fault.reason;
      active.event.message = fault.message;
    }
    const requestId = active?.requestId ?? ids.mint().requestId;
    const earlier = reply.getHeader('link');
    reply.headers({ 'x-request-id': requestId, ...errorHeaders(fault.code), ...fault.headers });
    if (earlier !== undefined) reply.header('link', `${reply.getHeader('link')}, ${earlier}`);
    return reply.code(fault.status).send(envelopeText(fault.code, fault.message, requestId));
  };
}

function unexpected(): ApiError {
  return new ApiError('internal_error', {
    cause: 'exception',
    message:
      'Something failed on our side. Retry with backoff (1 s, 2 s, 4 s); if it persists, ' +
      'contact support with this request id.',
  });
}
