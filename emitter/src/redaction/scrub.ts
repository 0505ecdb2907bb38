/** What free text may hold by accident, and what stands there instead. Key prefixes may stay. */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/mts_[a-z]{2,8}_[0-9A-Za-z]{5,}/gi, 'mts_live_***'],
  [/\beyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)?/g, '[jwt]'],
  [/\b(bearer|basic)\s+(?=[^\s"]{0,512}[0-9=])[\w.~+/=-]{8,}/gi, '$1 [token]'],
  [/([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@:"'\\]{0,256}:[^\s@"'\\]{1,256}@/gi, '$1[login]@'],
  [/(password|passwd|pwd|secret|token|api_?key)=[^\s"'&,;\\]{3,}/gi, '$1=[secret]'],
  [/[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}\.[A-Za-z]{2,24}\b/g, '[email]'],
  // Drizzle appends the values of a failed query to its message.
  [/(\n|\\n)params: (?:(?!\n|\\n)[^"])*/g, '$1params: [values]'],
];

/** Text without any of this passes through after one look. */
const SUSPECT = /mts_|eyJ|bearer|basic|@|=|params: /i;

/**
 * Replaces API keys, JSON web tokens, bearer tokens, logins in URLs, e-mail addresses and query
 * values in `text`. Safe on a line of JSON: neither quotes nor backslashes are added or removed.
 */
export function scrub(text: string): string {
  if (!SUSPECT.test(text)) return text;
  let clean = text;
  for (const [pattern, replacement] of RULES) clean = clean.replace(pattern, replacement);
  return clean;
}

/** `text` scrubbed, on one line, at most `length` characters. */
export function scrubLine(text: string, length: number): string {
  return scrub(text.slice(0, length * 2))
    .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .slice(0, length);
}
