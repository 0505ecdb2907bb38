import type { z } from 'zod';

/** An answer's body: JSON of a named schema, or another media type. */
export interface Answer {
  readonly description: string;
  readonly name?: string;
  readonly schema?: z.ZodType;
  /** Media types beside JSON, each a text. */
  readonly types?: readonly string[];
}

/** One call of `/support/v1`, for its description; paths as Fastify spells them. */
export interface Operation {
  readonly summary: string;
  readonly query?: z.ZodType;
  readonly body?: { readonly name: string; readonly schema: z.ZodType; readonly optional?: true };
  /** By status; failed calls have the envelope without being named here. */
  readonly answers: Readonly<Record<number, Answer>>;
}

/** Operations by method and path, as in `GET /requests/:id`. */
export type Operations = Readonly<
  Record<`${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`, Operation>
>;

/** The usual answer: 200 and JSON. */
export function ok(name: string, schema: z.ZodType, description = 'Done'): Operation['answers'] {
  return { 200: { description, name, schema } };
}
