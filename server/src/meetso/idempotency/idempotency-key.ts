import { hash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../api-error.ts';

const KEY = /^[\x21-\x7e]{1,255}$/;

/** SHA-256 of the call's Idempotency-Key, in hex; undefined without one. Throws for one that is none. */
export function idempotencyKeyOf({ headers }: FastifyRequest): string | undefined {
  const sent = headers['idempotency-key'];
  if (sent === undefined) return undefined;
  // Node joins a header that is sent twice with a comma and a space.
  if (typeof sent === 'string' && KEY.test(sent)) return hash('sha256', sent);
  throw new ApiError('invalid_request', {
    cause: 'header_invalid',
    message:
      'The Idempotency-Key header must be there once, with 1 to 255 printable ASCII characters and no spaces.',
  });
}
