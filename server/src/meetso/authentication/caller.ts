import type { FastifyRequest } from 'fastify';
import type { Caller } from './authenticate.ts';

/** Who calls. Throws where a route was registered without authentication. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === undefined) throw new Error('the route was reached without authentication');
  return request.caller;
}
