import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { InputOf, Operation } from './docs/openapi/operation.ts';
import { readPath, readQuery } from './validation/read-parameters.ts';

/** Carries a call out; a text that it gives is JSON already. */
type Handler<Options, Op extends Operation> = (
  options: Options,
  request: FastifyRequest,
  input: InputOf<Op>,
  reply: FastifyReply,
) => Promise<unknown>;

type Operations = Readonly<Record<string, Operation>>;

/** A handler for each of these operations. */
export type Handlers<Options, Ops extends Operations> = {
  readonly [Id in keyof Ops]: Handler<Options, Ops[Id]>;
};

/**
 * Registers a handler for each of `operations`, below the API's prefix: at the route, for the scope,
 * with the parameters and the status that the operation names. `optionsOf` makes what a handler gets for one request.
 */
export function publicRoutes<Ops extends Operations, Options>(
  app: FastifyInstance,
  operations: Ops,
  handlers: Handlers<Options, Ops>,
  optionsOf: (request: FastifyRequest) => Options,
): void {
  for (const id of Object.keys(operations) as (keyof Ops)[]) {
    const operation = operations[id] as Ops[keyof Ops];
    const { call, scope, status } = operation;
    const [method = '', url = ''] = call.split(' ');
    app.route({
      method,
      url,
      config: { scope },
      handler: async (request, reply) => {
        const query = readQuery(request, operation.query);
        const input = { ...query, ...readPath(request, operation.path) } as InputOf<Ops[keyof Ops]>;
        const value = await handlers[id](optionsOf(request), request, input, reply);
        reply.code(status).header('cache-control', 'no-store');
        if (status === 204) return reply.send();
        return reply
          .header('content-type', 'application/json; charset=utf-8')
          .send(typeof value === 'string' ? value : JSON.stringify(value));
      },
    });
  }
}
