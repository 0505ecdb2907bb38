import { randomBytes } from 'node:crypto';
import { ALPHABETS } from '@request-desk/shared/id-form';

const DIGITS = ALPHABETS.base36;
const LENGTH = 20;
const TIME_LENGTH = 9;

type Kind =
  | 'org'
  | 'key'
  | 'alr'
  | 'evt'
  | 'rul'
  | 'chn'
  | 'dlv'
  | 'sil'
  | 'mnt'
  | 'dep'
  | 'dec'
  | 'ses'
  | 'pat'
  | 'igt'
  | 'obj'
  | 'aud'
  | 'viw';

/** `org_`, `key_` or so and 20 characters of which the first nine sort by time (base-36 ms). */
export function newTimedId(kind: Kind, nowMs: number): string {
  const time = Math.trunc(nowMs).toString(36).padStart(TIME_LENGTH, '0');
  return `${kind}_${time}${randomDigits(LENGTH - TIME_LENGTH)}`;
}

/** Random digits of base 36, uniform: bytes beyond the last whole multiple of 36 are thrown away. */
export function randomDigits(count: number): string {
  let text = '';
  while (text.length < count) {
    for (const byte of randomBytes(count * 2)) {
      if (byte < 252 && text.length < count) text += DIGITS[byte % 36];
    }
  }
  return text;
}
