import { randomBytes } from 'node:crypto';

/** 256 random bits in base64url, 43 characters, for what a bearer shows. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}
