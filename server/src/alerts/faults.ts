import type { FastifyRequest } from 'fastify';
import { ApiError } from '../http/api-error.ts';

/** 404 for something that staff asked for by its id. */
export function absent(what: string): ApiError {
  return new ApiError('not_found', { cause: 'absent', message: `There is no such ${what}.` });
}

/** 400 with what to change. */
export function refused(message: string): ApiError {
  return new ApiError('invalid_request', { cause: 'body_invalid', message });
}

/** Who did what, in the log; never a secret. */
export function audit(request: FastifyRequest, entry: Readonly<Record<string, string>>): void {
  request.log.info({ audit: entry, call_id: request.callId }, 'staff action');
}
