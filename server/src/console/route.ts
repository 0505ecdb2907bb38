import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { z } from 'zod';
import type { Declared } from '../http/route-access.ts';
import { inputOf } from './input.ts';

/** An answer's body: JSON of a named schema, a stream of such, or another media type. */
export interface RouteAnswer<S extends z.ZodType = z.ZodType> {
  readonly description: string;
  readonly name?: string;
  readonly schema?: S;
  /** Media types beside JSON, each a text. */
  readonly types?: readonly string[];
  /** Instead of JSON: a stream of this type, each of whose items has the schema. */
  readonly stream?: 'text/event-stream' | 'application/x-ndjson';
}

interface Body<S extends z.ZodType> {
  readonly name: string;
  readonly schema: S;
  readonly optional?: true;
}

/** What the description of the API says of one call. */
export interface RouteDescription<
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  A extends z.ZodType = z.ZodType,
> {
  readonly summary: string;
  readonly query?: Q;
  readonly body?: Body<B>;
  /** By status; failed calls have the envelope without being named here. */
  readonly answers: Readonly<Record<number, RouteAnswer<A>>>;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Every route of `/support/v1` has it; one without keeps the console from starting. */
    operation?: RouteDescription;
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** `{ id: string }` of `/orgs/:id/keys`. */
type ParamsOf<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? { readonly [K in Name]: string } & ParamsOf<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? { readonly [K in Name]: string }
    : unknown;

interface Definition<
  Path extends string,
  Q extends z.ZodType,
  B extends z.ZodType,
  A extends z.ZodType,
> extends RouteDescription<Q, B, A> {
  /** Who may call it, and how the call is audited. */
  readonly access: Declared;
  /** Instead of `body`, for one of many megabytes, which the handler parses itself. */
  readonly bodyByHandler?: Body<z.ZodType>;
  readonly bodyLimit?: number;
  readonly handle: Handler<Path, Q, B, A>;
}

type Handler<Path extends string, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType> = (
  request: FastifyRequest<{
    Params: ParamsOf<Path>;
    Querystring: z.output<Q>;
    Body: z.output<B>;
  }>,
  reply: FastifyReply,
) => Promise<z.output<A> | FastifyReply>;

/**
 * Registers `call` (method and path, as Fastify spells it) with all that is known of it: who may call
 * it, its input, its answers and its handler. `handle` gets query and body as the schemas made them;
 * what does not fit is answered 400. What it returns is answered with the first 2xx of `answers`; a reply
 * that it sent itself stays as it is. Answers are held to their schemas by types and by tests alone.
 */
export function route<
  Path extends string,
  Q extends z.ZodType = z.ZodUnknown,
  B extends z.ZodType = z.ZodUnknown,
  A extends z.ZodType = z.ZodUnknown,
>(
  app: FastifyInstance,
  call: `${Method} ${Path}`,
  { access, bodyLimit, bodyByHandler, handle, ...definition }: Definition<Path, Q, B, A>,
): void {
  const [method = '', url = ''] = call.split(' ');
  const { query, body, answers } = definition;
  const status = successOf(answers);
  const operation = bodyByHandler ? { ...definition, body: bodyByHandler } : definition;
  const options: RouteOptions = {
    method,
    url,
    config: { ...access.config, operation },
    handler: async (request, reply) => {
      if (query) request.query = inputOf(query, request.query);
      if (body) request.body = inputOf(body.schema, request.body);
      const value = await handle(request as Parameters<typeof handle>[0], reply);
      // A reply that the handler sent itself has been awaited by now, and is over.
      if (reply.sent || reply.raw.headersSent) return value;
      reply.code(status);
      return status === 204 ? await reply.send() : value;
    },
  };
  app.route(bodyLimit === undefined ? options : { ...options, bodyLimit });
}

function successOf(answers: RouteDescription['answers']): number {
  const statuses = Object.keys(answers).map(Number);
  return statuses.find((status) => status >= 200 && status < 300) ?? 200;
}

/** The usual answer: 200 and JSON. */
export function ok<S extends z.ZodType>(name: string, schema: S, description = 'Done') {
  return { 200: { description, name, schema } };
}

/** The answer of what makes something: 201 and JSON of it. */
export function made<S extends z.ZodType>(name: string, schema: S, description = 'Made') {
  return { 201: { description, name, schema } };
}

/** The answer without a body: 204. */
export function done(description: string) {
  return { 204: { description } };
}
