import type { Telemetry } from '@request-desk/fastify/start-telemetry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from './api-error.ts';
import { envelopeText, errorHeaders } from './error-answer.ts';
import { faultOf } from './fault-of.ts';
import { mintRequestId } from './mint-request-id.ts';

/** Turns whatever was thrown into the envelope, after noting it on the request's event. */
export function errorHandler(telemetry: Telemetry) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const fault = faultOf(error) ?? unexpected(telemetry, error, request);
    const active = request.telemetry as FastifyRequest['telemetry'] | undefined;
    if (active) {
      active.event.code = fault.code;
      active.event.cause = fault.reason;
      active.event.message = fault.message;
    }
    const requestId = active?.requestId ?? mintRequestId().requestId;
    return reply
      .code(fault.status)
      .headers({ 'x-request-id': requestId, ...errorHeaders(fault.code), ...fault.headers })
      .send(envelopeText(fault.code, fault.message, requestId));
  };
}

function unexpected(telemetry: Telemetry, error: unknown, request: FastifyRequest): ApiError {
  telemetry.onUnexpected(error, request);
  return new ApiError('internal_error', {
    cause: 'exception',
    message:
      'Something failed on our side. Retry with backoff (1 s, 2 s, 4 s); if it persists, ' +
      'contact support with this request id.',
  });
}
