import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Operation } from './docs/openapi/operation.ts';

/** Carries a call out; a text that it gives is JSON already. */
export type Handler<O> = (
  options: O,
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<unknown>;

/**
 * Registers a handler for each of `operations`, below the API's prefix: at the route, for the scope and
 * with the status that the operation names. `optionsOf` makes what a handler gets for one request.
 */
export function publicRoutes<Id extends string, O>(
  app: FastifyInstance,
  operations: Readonly<Record<Id, Operation>>,
  handlers: Readonly<Record<Id, Handler<O>>>,
  optionsOf: (request: FastifyRequest) => O,
): void {
  for (const id of Object.keys(operations) as Id[]) {
    const { call, scope, status } = operations[id];
    const [method = '', url = ''] = call.split(' ');
    app.route({
      method,
      url,
      config: { scope },
      handler: async (request, reply) => {
        const value = await handlers[id](optionsOf(request), request, reply);
        reply.code(status).header('cache-control', 'no-store');
        if (status === 204) return reply.send();
        return reply
          .header('content-type', 'application/json; charset=utf-8')
          .send(typeof value === 'string' ? value : JSON.stringify(value));
      },
    });
  }
}
