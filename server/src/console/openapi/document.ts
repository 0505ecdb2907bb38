import { consoleErrorBody } from '@request-desk/shared/console-error';
import { z } from 'zod';
import { type OpenApiPart, openApiPath } from '../../http/openapi-path.ts';
import type { RouteAnswer, RouteDescription } from '../route.ts';
import { SESSION_COOKIE } from '../sessions/sessions.ts';

/** A route of the API with its path below the prefix, as Fastify spells it. */
interface Described {
  readonly method: string;
  readonly path: string;
  readonly operation: RouteDescription;
}

/** The description of the console's API for the desk of `api`, OpenAPI 3.1, made of its routes. */
export function supportOpenApi(
  routes: readonly Described[],
  version: string,
  api: string,
): OpenApiPart {
  const paths: Record<string, Record<string, OpenApiPart>> = {};
  for (const { method, path, operation } of routes) {
    const url = openApiPath(path);
    const methods = paths[url] ?? {};
    methods[method.toLowerCase()] = described(method, path, operation);
    paths[url] = methods;
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Request Desk',
      version,
      summary: `The support desk of the ${api}, keyed on request_id.`,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/support/v1' }],
    security: [{ staffToken: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        staffToken: {
          type: 'http',
          scheme: 'bearer',
          description: 'A personal token, or STAFF_TOKEN',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: SESSION_COOKIE,
          description: 'Of somebody who signed in; over https its name begins with __Host-',
        },
      },
      schemas: { ...schemasOf(routes), Error: jsonSchema(consoleErrorBody, 'output') },
    },
  };
}

function described(method: string, path: string, operation: RouteDescription): OpenApiPart {
  const { summary, query, body, answers } = operation;
  return {
    operationId: operationId(method, path),
    summary,
    parameters: [...pathParameters(path), ...(query ? queryParameters(query) : [])],
    ...(body
      ? {
          requestBody: {
            required: !body.optional,
            content: { 'application/json': ref(body.name) },
          },
        }
      : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([code, answer]) => [code, answered(Number(code), answer)]),
      ),
      '4XX': { description: 'A faulty call', content: { 'application/json': ref('Error') } },
      '5XX': { description: 'A call that failed', content: { 'application/json': ref('Error') } },
    },
  };
}

function answered(
  status: number,
  { description, name, types = [], stream }: RouteAnswer,
): OpenApiPart {
  const content: Record<string, OpenApiPart> = {};
  if (name !== undefined && stream) content[stream] = itemsOf(name);
  else if (name !== undefined)
    content['application/json'] = status < 400 ? ref(name) : orError(name);
  for (const type of types) content[type] = { schema: { type: 'string' } };
  return { description, ...(Object.keys(content).length > 0 && { content }) };
}

/** A failure that a route describes has the envelope, too, when its input or an engine is at fault. */
function orError(name: string): OpenApiPart {
  return { schema: { anyOf: [ref(name).schema, ref('Error').schema] } };
}

/** A stream has a schema for its items, not for its body. */
function itemsOf(name: string): OpenApiPart {
  const contentSchema = ref(name).schema;
  return { schema: { type: 'string', contentMediaType: 'application/json', contentSchema } };
}

function operationId(method: string, path: string): string {
  const words = path.split(/[^A-Za-z]+/).filter(Boolean);
  return [method.toLowerCase(), ...words.map((w) => w.charAt(0).toUpperCase() + w.slice(1))].join(
    '',
  );
}

function pathParameters(path: string): OpenApiPart[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

/** Lists are written with commas, which OpenAPI calls an array in form style, not exploded. */
function queryParameters(query: z.ZodType): OpenApiPart[] {
  const { properties } = jsonSchema(query, 'output') as {
    properties?: Record<string, OpenApiPart>;
  };
  const { required } = jsonSchema(query, 'input') as { required?: string[] };
  return Object.entries(properties ?? {}).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required?.includes(name) ?? false,
    ...(description === undefined ? {} : { description }),
    ...(schema.type === 'array' ? { style: 'form', explode: false } : {}),
    schema,
  }));
}

function schemasOf(routes: readonly Described[]): Record<string, OpenApiPart> {
  const all: Record<string, OpenApiPart> = {};
  for (const { operation } of routes) {
    const { body, answers } = operation;
    if (body) all[body.name] = jsonSchema(body.schema, 'input');
    for (const { name, schema } of Object.values(answers)) {
      if (name !== undefined && schema) all[name] = jsonSchema(schema, 'output');
    }
  }
  return all;
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): OpenApiPart {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema }) => {
      // The format says it; the pattern behind it is a page long.
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
      // Answers may gain fields.
      if (io === 'output' && jsonSchema.additionalProperties === false)
        delete jsonSchema.additionalProperties;
    },
  });
  return rest;
}

const ref = (name: string): OpenApiPart => ({ schema: { $ref: `#/components/schemas/${name}` } });
