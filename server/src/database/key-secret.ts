import { hash, randomBytes } from 'node:crypto';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const LENGTH = 32;

/** A new API key: `mts_live_` and 32 uniformly random base-62 characters (190 bits). */
export function newKeySecret(): string {
  let text = '';
  while (text.length < LENGTH) {
    for (const byte of randomBytes(LENGTH * 2)) {
      if (byte < 248 && text.length < LENGTH) text += DIGITS[byte % 62];
    }
  }
  return `mts_live_${text}`;
}

/** What is stored of a key: SHA-256 in hex. A slow hash would protect nothing in 190 bits. */
export function hashKeySecret(secret: string): string {
  return hash('sha256', secret);
}
