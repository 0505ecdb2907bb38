import { hash, randomBytes } from 'node:crypto';
import { ALPHABETS } from '@request-desk/shared/id-form';
import type { Profile } from '@request-desk/shared/profile';

/** How keys are written, and how many of their characters may be stored. */
export type KeyForm = Pick<NonNullable<Profile['key']>, 'prefix' | 'alphabet' | 'length' | 'shown'>;

/** A new API key: its prefix and uniformly random characters (32 of base 62 are 190 bits). */
export function newKeySecret({ prefix, alphabet, length }: KeyForm): string {
  const digits = ALPHABETS[alphabet];
  const whole = 256 - (256 % digits.length);
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length * 2)) {
      if (byte < whole && text.length < length) text += digits[byte % digits.length];
    }
  }
  return prefix + text;
}

/** What is stored of a key: SHA-256 in hex. A slow hash would protect nothing in 190 bits. */
export function hashKeySecret(secret: string): string {
  return hash('sha256', secret);
}
