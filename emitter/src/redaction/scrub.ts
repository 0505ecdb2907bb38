import type { Profile } from '@request-desk/shared/profile';

type Rule = readonly [RegExp, string];

/** What free text may hold by accident, and what stands there instead. */
const RULES: readonly Rule[] = [
  [/\beyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)?/g, '[jwt]'],
  [/\b(bearer|basic)\s+(?=[^\s"]{0,512}[0-9=])[\w.~+/=-]{8,}/gi, '$1 [token]'],
  [/([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@:"'\\]{0,256}:[^\s@"'\\]{1,256}@/gi, '$1[login]@'],
  [/(password|passwd|pwd|secret|token|api_?key)=[^\s"'&,;\\]{3,}/gi, '$1=[secret]'],
  [/[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}\.[A-Za-z]{2,24}\b/g, '[email]'],
  // Drizzle appends the values of a failed query to its message.
  [/(\n|\\n)params: (?:(?!\n|\\n)[^"])*/g, '$1params: [values]'],
];

/** Text without any of this passes through after one look. */
const SUSPECT = 'eyJ|bearer|basic|@|=|params: ';

/** Keys that this process knows of; for all of it, so that no path can forget to pass them on. */
const keyRules = new Map<string, Rule>();
let suspect = new RegExp(SUSPECT, 'i');

/**
 * From now on keys of this form are replaced in all text of this process; what may be shown of them
 * stays. Keys whose prefix differs in its last word alone (`sk_test_`, `sk_live_`) go as well.
 */
export function redactKeys(key: Profile['key']): void {
  if (key === null || keyRules.has(key.prefix)) return;
  const words = key.prefix.split(/(?<=[_-])/);
  // One short word may end others: it counts where it begins one.
  const [start, last] =
    words.length > 1
      ? [words.slice(0, -1).join(''), `[a-z]{2,8}${key.prefix.at(-1)}`]
      : [`(?<![0-9A-Za-z])${key.prefix}`, ''];
  const hidden = Math.max(1, key.shown - key.prefix.length + 1);
  const pattern = new RegExp(`${start}${last}[0-9A-Za-z]{${hidden},}`, 'gi');
  keyRules.set(key.prefix, [pattern, `${key.prefix}***`]);
  const prefixes = [...keyRules.keys()].map((prefix) => prefix.split(/(?<=[_-])/)[0]);
  suspect = new RegExp([...prefixes, SUSPECT].join('|'), 'i');
}

/**
 * Replaces API keys that were declared, JSON web tokens, bearer tokens, logins in URLs, e-mail
 * addresses and query values in `text`. Safe on a line of JSON: neither quotes nor backslashes are
 * added or removed.
 */
export function scrub(text: string): string {
  if (!suspect.test(text)) return text;
  let clean = text;
  for (const [pattern, replacement] of keyRules.values()) {
    clean = clean.replace(pattern, replacement);
  }
  for (const [pattern, replacement] of RULES) clean = clean.replace(pattern, replacement);
  return clean;
}

/** `text` scrubbed, on one line, at most `length` characters. */
export function scrubLine(text: string, length: number): string {
  return scrub(text.slice(0, length * 2))
    .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .slice(0, length);
}
