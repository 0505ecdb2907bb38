import { z } from 'zod';
import type { OpenApiPart } from '../../../http/openapi-path.ts';
import { CATALOGUE } from '../../catalogue/catalogue.ts';
import { ERROR_CODES, type ErrorCode } from '../../catalogue/causes.ts';
import { errorEnvelope } from '../../catalogue/envelope.ts';

/** A schema of the API: what the code parses by, and what the description says of it. */
export interface PublishedSchema {
  readonly type: z.ZodType;
  readonly published: OpenApiPart;
}

/** Points at a part that several places share. */
export const ref = (kind: string, name: string): OpenApiPart => ({
  $ref: `#/components/${kind}/${name}`,
});

/** Name of what the envelope of this code holds, such as `NotFoundError`. */
export function errorSchemaOf(code: ErrorCode): string {
  const words = code.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const name = words.join('');
  return name.endsWith('Error') ? name : `${name}Error`;
}

/** The envelope with one of these codes and no other. */
export function envelopeOf(codes: readonly ErrorCode[]): OpenApiPart {
  const kinds = codes.map((code) => ref('schemas', errorSchemaOf(code)));
  return {
    type: 'object',
    properties: { error: kinds.length === 1 ? kinds[0] : { oneOf: kinds } },
    required: ['error'],
  };
}

/** Every schema of a failed call, by name. */
export const ERROR_SCHEMAS: Readonly<Record<string, PublishedSchema>> = {
  ApiError: {
    type: errorEnvelope,
    published: {
      description: 'The body of every failed call. Branch on `error.code`.',
      ...envelopeOf(ERROR_CODES),
    },
  },
  ...Object.fromEntries(ERROR_CODES.map((code) => [errorSchemaOf(code), errorOf(code)])),
};

/** A constant in place of the eight: generated types then distinguish the codes of a status. */
function errorOf(code: ErrorCode): PublishedSchema {
  const { title } = CATALOGUE[code];
  return answered(errorEnvelope.shape.error.extend({ code: z.literal(code).describe(title) }));
}

/** What the API answers with. */
export function answered(type: z.ZodType): PublishedSchema {
  return { type, published: schema(type) };
}

/** What a client sends; `more` is what the type checks by code. */
export function sent(type: z.ZodType, more: OpenApiPart = {}): PublishedSchema {
  return { type, published: { ...schema(type, 'input'), ...more } };
}

/** JSON Schema of what is sent (`input`) or answered. */
export function schema(type: z.ZodType, io: 'input' | 'output' = 'output'): OpenApiPart {
  const { $schema: _, ...rest } = z.toJSONSchema(type, {
    target: 'draft-2020-12',
    io,
    // Within a major version answers get new fields: the schema must not exclude them.
    override: ({ jsonSchema }) => {
      if (io === 'output') delete jsonSchema.additionalProperties;
    },
  });
  return rest;
}

/** A page of what the schema named `item` describes. */
export function page(type: z.ZodType, item: string): PublishedSchema {
  const whole = schema(type);
  const data = { type: 'array', items: ref('schemas', item) };
  return {
    type,
    published: { ...whole, properties: { ...(whole.properties as OpenApiPart), data } },
  };
}
