import { ALPHABETS, foldsCase, type IdForm } from '@request-desk/shared/id-form';
import type { Profile } from '@request-desk/shared/profile';

type Form = Pick<IdForm, 'prefix' | 'alphabet' | 'length'>;

/** One character of the form, as the source of a regular expression. */
export function someOf({ alphabet }: Pick<Form, 'alphabet'>): string {
  const characters = ALPHABETS[alphabet];
  const either = foldsCase({ alphabet })
    ? characters.toLowerCase() + characters.toUpperCase()
    : characters;
  return `[${[...new Set(either)].join('')}]`;
}

/** Matches whole ids of a form in any text, in either case where the form has only one. */
export function idPattern(form: Form, flags: string): RegExp {
  const { prefix, length } = form;
  return new RegExp(`${prefix}${someOf(form)}{${length}}(?![0-9A-Za-z])`, flags);
}

/**
 * The prefix, with any word in place of the last of several: what is written `live` in one
 * environment is `test` in another, and a secret in both.
 */
export function lenientPrefix({ prefix }: Pick<Form, 'prefix'>): string {
  return prefix.replace(/(?<=[_-])[A-Za-z0-9]+(?=[_-]$)/, '[a-z]{2,10}');
}

/**
 * What keys begin with, as the source of a regular expression: no ids that the profile declares, and
 * where the prefix is one word, not the end of another (`sk_` in `task_`).
 */
export function keyStart(
  key: NonNullable<Profile['key']>,
  { request_id, other_ids }: Pick<Profile, 'request_id' | 'other_ids'>,
): string {
  const ids = [request_id, ...other_ids].filter(({ prefix }) => !key.prefix.startsWith(prefix));
  const start = lenientPrefix(key);
  const begins = start === key.prefix ? '(?<![0-9A-Za-z])' : '';
  return begins + ids.map(({ prefix }) => `(?!${prefix})`).join('') + start;
}

/** A whole id that could be, for texts that show what one looks like. */
export function exampleId({ prefix, alphabet, length }: Form): string {
  const characters = ALPHABETS[alphabet];
  const body = Array.from({ length }, (_, at) => characters[(at * 7 + 7) % characters.length]);
  return prefix + body.join('');
}
