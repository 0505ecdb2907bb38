import { hash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../api-error.ts';
import type { Parameter } from '../validation/parameters.ts';

const key = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[!-~]+$/);

/** The header, of calls that a client may repeat by it. */
export const IDEMPOTENCY_KEY: Parameter = {
  description:
    'Names this call: repeated with the same key and body within 24 hours, it gets the same answer and creates nothing again.',
  published: key,
};

/** SHA-256 of the call's Idempotency-Key, in hex; undefined without one. Throws for one that is none. */
export function idempotencyKeyOf({ headers }: FastifyRequest): string | undefined {
  const sent = headers['idempotency-key'];
  if (sent === undefined) return undefined;
  // Node joins a header that is sent twice with a comma and a space.
  const read = key.safeParse(sent);
  if (read.success) return hash('sha256', read.data);
  throw new ApiError('invalid_request', {
    cause: 'header_invalid',
    message:
      'The Idempotency-Key header must be there once, with 1 to 255 printable ASCII characters and no spaces.',
  });
}
