import { consoleErrorBody } from '@request-desk/shared/console-error';
import type { FastifyInstance } from 'fastify';
import type { RouteAnswer } from '../../server/src/console/route.ts';

/**
 * Holds each answer of `api` to what its route says of it: JSON by its schema, others by their media
 * type, and failures to the envelope; answers 500 where it is not so.
 */
export function answersAsDescribed(api: FastifyInstance): void {
  api.addHook('preSerialization', async (request, reply, payload) => {
    const { method, routeOptions } = request;
    const { url, config } = routeOptions;
    const answers = config?.operation?.answers ?? {};
    const answer = answers[reply.statusCode];
    if (answer === undefined && reply.statusCode < 400)
      throw new Error(`${method} ${url} does not describe its answer ${reply.statusCode}`);
    const body = JSON.parse(JSON.stringify(payload));
    if (reply.statusCode >= 400 && consoleErrorBody.safeParse(body).success) return payload;
    const schema = answer === undefined ? consoleErrorBody : answer.schema;
    const fault = schema?.safeParse(body).error;
    if (fault) throw new Error(`${method} ${url} is not as described: ${fault.message}`);
    return payload;
  });
  api.addHook('onSend', async (request, reply, payload) => {
    const { url, config } = request.routeOptions;
    const answer = config?.operation?.answers[reply.statusCode];
    const [type = ''] = String(reply.getHeader('content-type') ?? '').split(';', 1);
    const types = answer ? typesOf(answer) : [];
    if (types.length > 0 && type !== '' && !types.includes(type))
      throw new Error(`${request.method} ${url} does not describe its answer as ${type}`);
    return payload;
  });
}

function typesOf({ name, types = [], stream }: RouteAnswer): readonly string[] {
  return name === undefined ? types : [stream ?? 'application/json', ...types];
}
