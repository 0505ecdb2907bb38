/** How keys of the Meetso API are written, and how much of one may be stored, shown and logged. */
export const KEY_FORM = { prefix: 'mts_live_', alphabet: 'base62', length: 32, shown: 13 } as const;

/** A key of `least` to `most` characters after its prefix, as a regular expression; there is no checksum. */
export function keyPattern(least: number = KEY_FORM.length, most = least): string {
  return `${KEY_FORM.prefix}[0-9A-Za-z]{${least},${most}}`;
}

/** A whole key. */
export const API_KEY_PATTERN = new RegExp(`^${keyPattern()}$`);

/** The prefix of a well-formed key, or undefined: a prefix is cut from a parsed key only. */
export function keyPrefixOf(key: string): string | undefined {
  return API_KEY_PATTERN.test(key) ? key.slice(0, KEY_FORM.shown) : undefined;
}
