import type { ErrorCode } from '../../catalogue/causes.ts';
import type { Scope } from '../../scopes.ts';
import { DEFAULT_LIMIT, MAX_LIMIT } from '../../validation/page-limit.ts';
import { failures } from './answers.ts';
import { type Json, ref } from './schemas.ts';

/** All that is said of a call: its route, its description, and what a handler is bound to. */
export interface Operation {
  /** Method and path below the API's prefix, as Fastify spells it. */
  readonly call: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;
  /** What a key needs for it. */
  readonly scope: Scope;
  readonly summary: string;
  readonly description?: string;
  readonly parameters: readonly Json[];
  readonly body?: Json;
  /** How it is answered when it succeeds. */
  readonly status: 200 | 201 | 204;
  readonly answer: Json;
  /** Codes of 400 and 404 that it may be answered with. */
  readonly failures: readonly ErrorCode[];
}

/** Calls that belong together, and what they send and answer. */
export interface Resource {
  /** As paths spell it; the tag of its operations. */
  readonly name: string;
  readonly description: string;
  /** By their ids. */
  readonly operations: Readonly<Record<string, Operation>>;
  /** By their names. */
  readonly schemas: Json;
}

export const LIMIT = {
  name: 'limit',
  in: 'query',
  description: 'How many stand on a page.',
  schema: { type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT },
};
export const CURSOR = {
  name: 'cursor',
  in: 'query',
  description:
    'Where the page begins: `next_cursor` of the page before, unchanged, within 24 hours.',
  schema: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[A-Za-z0-9_-]+$' },
};
export const CLIENT_ID = {
  name: 'x-client-request-id',
  in: 'header',
  description:
    'Your own name of the call: the answer carries it, and support finds the call by it. One that is not 1 to 128 letters, digits, dots, colons, - or _ is ignored.',
  schema: { type: 'string' },
};
export const AGAIN = 'Pass `next_cursor` back as `cursor`, with the other parameters unchanged.';

/** Method and path from the root, as in `GET /public/v1/meetings/:id`. */
export function callOf({ call }: Operation): string {
  return call.replace(' ', ' /public/v1');
}

/** The operation as OpenAPI has it. */
export function described(operationId: string, tag: string, one: Operation): Json {
  const { summary, scope, description, parameters, body, status, answer } = one;
  return {
    operationId,
    summary,
    tags: [tag],
    'x-required-scope': scope,
    ...(description !== undefined && { description }),
    parameters,
    ...(body !== undefined && { requestBody: body }),
    responses: { [status]: answer, ...failures(one.failures) },
  };
}

/** A body of the named schema, with an example. */
export function body(name: string, example: unknown): Json {
  return {
    required: true,
    content: { 'application/json': { schema: ref('schemas', name), example } },
  };
}
