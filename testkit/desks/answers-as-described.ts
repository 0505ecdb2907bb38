import type { FastifyInstance } from 'fastify';

/** Holds each JSON answer of `api` to what its route says of it; answers 500 where it is not so. */
export function answersAsDescribed(api: FastifyInstance): void {
  api.addHook('preSerialization', async (request, reply, payload) => {
    const { method, routeOptions } = request;
    const { url, config } = routeOptions;
    const answers = config?.operation?.answers ?? {};
    const answer = answers[reply.statusCode];
    if (answer === undefined && reply.statusCode < 300)
      throw new Error(`${method} ${url} does not describe its answer ${reply.statusCode}`);
    const fault = answer?.schema?.safeParse(JSON.parse(JSON.stringify(payload))).error;
    if (fault) throw new Error(`${method} ${url} is not as described: ${fault.message}`);
    return payload;
  });
}
