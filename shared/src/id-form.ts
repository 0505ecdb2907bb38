/** How ids and keys of an API are written: a prefix, then so many characters of an alphabet. */
import { z } from 'zod';

/** Characters in the order of their value; those of one case only are read in either case. */
export const ALPHABETS = {
  digits: '0123456789',
  hex: '0123456789abcdef',
  base36: '0123456789abcdefghijklmnopqrstuvwxyz',
  crockford32: '0123456789ABCDEFGHJKMNPQRSTVWXYZ',
  base58: '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz',
  base62: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
} as const;

const ALPHABET_WORDS: Readonly<Record<keyof typeof ALPHABETS, string>> = {
  digits: '0–9',
  hex: '0–9 and a–f',
  base36: '0–9 and a–z',
  crockford32: '0–9 and A–Z without I, L, O and U',
  base58: '1–9, A–Z without I and O, and a–z without l',
  base62: '0–9, A–Z and a–z',
};

/** Letters and digits in words that end with a separator, such as `req_` or `mts-live-`. */
const PREFIX = /^(?:[A-Za-z0-9]{1,16}[_-]){1,4}$/;

/** One form of id. No regular expressions: what is declared can be shown, repaired and indexed. */
export const idForm = z.strictObject({
  prefix: z.string().regex(PREFIX, 'must be words that each end with _ or -, such as req_'),
  alphabet: z.enum(Object.keys(ALPHABETS) as (keyof typeof ALPHABETS)[]),
  length: z.int().min(4).max(64).describe('Characters after the prefix'),
  check: z
    .enum(['none', 'not_zero', 'luhn'])
    .default('none')
    .describe('not_zero: never zeros alone; luhn: the last character is a Luhn mod N check'),
});
export type IdForm = z.infer<typeof idForm>;

/** Whether capitals and small letters are the same in this form. */
export function foldsCase({ alphabet }: Pick<IdForm, 'alphabet'>): boolean {
  const characters = ALPHABETS[alphabet];
  return characters === characters.toLowerCase() || characters === characters.toUpperCase();
}

/** The characters after the prefix, spelled as the form spells them. */
export function foldBody({ alphabet }: Pick<IdForm, 'alphabet'>, body: string): string {
  if (!foldsCase({ alphabet })) return body;
  const characters: string = ALPHABETS[alphabet];
  return characters === characters.toLowerCase() ? body.toLowerCase() : body.toUpperCase();
}

/** A pattern of what is written in this form, its check aside: letters and digits, of which none is special. */
export function formPattern({
  prefix,
  alphabet,
  length,
}: Pick<IdForm, 'prefix' | 'alphabet' | 'length'>) {
  return `${prefix}[${ALPHABETS[alphabet]}]{${length}}`;
}

/** True for the canonical spelling only: prefix, length, alphabet and check all hold. */
export function hasForm(form: IdForm, text: string): boolean {
  const { prefix, length } = form;
  if (text.length !== prefix.length + length || !text.startsWith(prefix)) return false;
  const body = text.slice(prefix.length);
  const characters: string = ALPHABETS[form.alphabet];
  for (const character of body) if (!characters.includes(character)) return false;
  return holds(form, body);
}

function holds({ alphabet, check }: IdForm, body: string): boolean {
  const characters: string = ALPHABETS[alphabet];
  if (check === 'not_zero') return /[^0]/.test(body);
  return check === 'none' || luhnSum(characters, body) % characters.length === 0;
}

/** Luhn's sum over any even alphabet (ISO/IEC 7812-1, annex B, to base N). */
function luhnSum(characters: string, body: string): number {
  let sum = 0;
  for (let at = body.length - 1, factor = 1; at >= 0; at--, factor = 3 - factor) {
    const value = characters.indexOf(body.charAt(at)) * factor;
    sum += Math.floor(value / characters.length) + (value % characters.length);
  }
  return sum;
}

/** In words: `req_ and 16 characters of 0–9 and a–f`. */
export function sayForm({ prefix, alphabet, length }: IdForm): string {
  return `${prefix} and ${length} characters of ${ALPHABET_WORDS[alphabet]}`;
}
