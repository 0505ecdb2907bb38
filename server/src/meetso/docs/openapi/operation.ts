import { z } from 'zod';
import type { OpenApiPart } from '../../../http/openapi-path.ts';
import type { ErrorCode } from '../../catalogue/causes.ts';
import type { Scope } from '../../scopes.ts';
import type { Parameter } from '../../validation/parameters.ts';
import type {
  PathParameters,
  QueryParameters,
  QueryValues,
} from '../../validation/read-parameters.ts';
import { failures } from './answers.ts';
import { type PublishedSchema, ref, schema } from './schemas.ts';

/** All that is said of a call: its route, its description, and what a handler is bound to. */
export interface Operation {
  /** Method and path below the API's prefix, as Fastify spells it. */
  readonly call: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;
  /** What a key needs for it. */
  readonly scope: Scope;
  readonly summary: string;
  readonly description?: string;
  /** By their names in `call`. */
  readonly path: PathParameters;
  readonly query: QueryParameters;
  /** Beside those that every call may have. */
  readonly headers?: Readonly<Record<string, Parameter>>;
  readonly body?: OpenApiPart;
  /** How it is answered when it succeeds. */
  readonly status: 200 | 201 | 204;
  readonly answer: OpenApiPart;
  /** Codes of 400 and 404 that it may be answered with. */
  readonly failures: readonly ErrorCode[];
}

/** What a handler of the operation gets of its path and query, read: nothing else is accepted. */
export type InputOf<O extends Operation> = QueryValues<O['query']> &
  Readonly<Record<keyof O['path'], string>>;

/** Calls that belong together, and what they send and answer. */
export interface Resource {
  /** As paths spell it; the tag of its operations. */
  readonly name: string;
  readonly description: string;
  /** By their ids. */
  readonly operations: Readonly<Record<string, Operation>>;
  /** By their names. */
  readonly schemas: Readonly<Record<string, PublishedSchema>>;
}

/** A header that every call may have. */
const CLIENT_ID: Parameter = {
  description:
    'Your own name of the call: the answer carries it, and support finds the call by it. One that is not 1 to 128 letters, digits, dots, colons, - or _ is ignored.',
  published: z.string(),
};
export const AGAIN = 'Pass `next_cursor` back as `cursor`, with the other parameters unchanged.';

/** Method and path from the root, as in `GET /public/v1/meetings/:id`. */
export function callOf({ call }: Operation): string {
  return call.replace(' ', ' /public/v1');
}

/** The operation as OpenAPI has it. */
export function described(operationId: string, tag: string, one: Operation): OpenApiPart {
  const { summary, scope, description, body, status, answer } = one;
  return {
    operationId,
    summary,
    tags: [tag],
    'x-required-scope': scope,
    ...(description !== undefined && { description }),
    parameters: parametersOf(one),
    ...(body !== undefined && { requestBody: body }),
    responses: { [status]: answer, ...failures(one.failures) },
  };
}

function parametersOf({ path, query, headers }: Operation): OpenApiPart[] {
  return [
    ...Object.entries(path).map(([name, one]) => parameter(name, 'path', one)),
    ...Object.entries(query).map(([name, one]) => parameter(name, 'query', one)),
    ...Object.entries({ ...headers, 'x-client-request-id': CLIENT_ID }).map(([name, one]) =>
      parameter(name, 'header', one),
    ),
  ];
}

function parameter(
  name: string,
  place: 'path' | 'query' | 'header',
  { description, published, example, absent }: Parameter,
): OpenApiPart {
  return {
    name,
    in: place,
    ...(place === 'path' && { required: true }),
    description,
    schema: { ...schema(published, 'input'), ...(absent !== undefined && { default: absent }) },
    ...(example !== undefined && { example }),
  };
}

/** A body of the named schema, with an example. */
export function body(name: string, example: unknown): OpenApiPart {
  return {
    required: true,
    content: { 'application/json': { schema: ref('schemas', name), example } },
  };
}
