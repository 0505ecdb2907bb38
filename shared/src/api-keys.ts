import { z } from 'zod';

/** `mts_live_` and 32 base-62 characters; there is no checksum. */
export const API_KEY_PATTERN = /^mts_live_[0-9A-Za-z]{32}$/;

/** Length of the prefix that may be stored, shown and logged: `mts_live_` and four characters. */
const PREFIX_LENGTH = 13;

/** The prefix of a well-formed key, or undefined: a prefix is cut from a parsed key only. */
export function keyPrefixOf(key: string): string | undefined {
  return API_KEY_PATTERN.test(key) ? key.slice(0, PREFIX_LENGTH) : undefined;
}

export const scope = z.enum(['meetings:read', 'meetings:write']);
export type Scope = z.infer<typeof scope>;
export const SCOPES = scope.options;

export const keyState = z.enum(['active', 'revoked', 'expired']);
export type KeyState = z.infer<typeof keyState>;
