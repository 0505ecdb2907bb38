import { formPattern } from '@request-desk/shared/id-form';
import type { Profile } from '@request-desk/shared/profile';

/** Cuts each whole key in a text to what may be shown of it; its prefix finds what it could. */
export function keyCutter({ key }: Profile): (text: string) => string {
  if (key === null) return (text) => text;
  const whole = new RegExp(formPattern(key), 'g');
  return (text) => text.replace(whole, (found) => found.slice(0, key.shown));
}
