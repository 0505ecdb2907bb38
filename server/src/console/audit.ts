import type { FastifyRequest } from 'fastify';

/** Who did what, in the log; never a secret. */
export function audit(request: FastifyRequest, entry: Readonly<Record<string, string>>): void {
  request.log.info({ audit: entry, call_id: request.callId }, 'staff action');
}
