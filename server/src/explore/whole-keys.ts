import { ALPHABETS } from '@request-desk/shared/id-form';
import type { Profile } from '@request-desk/shared/profile';

/** Cuts each whole key in a text to what may be shown of it; its prefix finds what it could. */
export function keyCutter({ key }: Profile): (text: string) => string {
  if (key === null) return (text) => text;
  const { prefix, alphabet, length, shown } = key;
  // Prefixes and alphabets are letters, digits, _ and - alone: nothing in them is a pattern.
  const whole = new RegExp(`${prefix}[${ALPHABETS[alphabet]}]{${length}}`, 'g');
  return (text) => text.replace(whole, (found) => found.slice(0, shown));
}
