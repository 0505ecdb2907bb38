import { keyPrefixOf } from '@request-desk/shared/api-keys';

/** What was taken out of pasted text; of a key its prefix, of anything else only its kind. */
export interface RemovedSecret {
  readonly kind: 'api_key' | 'jwt' | 'password' | 'credentials';
  readonly prefix?: string;
}

/** An API key, also one that is cut short or wrapped by a mail client; a bare prefix is no secret. */
const API_KEY =
  /mts_(?:live|test)_[0-9A-Za-z]{5,32}(?:=?\r?\n[>\s]*(?!req)[0-9A-Za-z]{1,27}(?![0-9A-Za-z_]))?/g;
const FULL_KEY_LENGTH = 41;
const JWT = /eyJ[\w-]{5,}\.[\w-]{4,}(?:\.[\w-]*)?/g;
const AUTHORIZATION = /\b(authorization\s*:\s*(?:basic|bearer|token)\s+)(?!\[)[^\s'"]+/gi;
const PASSWORD =
  /((?:password|passwd|passphrase|pwd|secret|api[_-]?key|access[_-]?token|client[_-]?secret)["']?\s*[=:]\s*)(?!\[)(?:"[^"\n]*"|'[^'\n]*'|[^\s&,;"']+)/gi;

/**
 * Removes API keys, JSON web tokens, credentials in headers and password-like assignments, so that
 * what remains may be sent and shown.
 */
export function stripSecrets(text: string): { text: string; removed: RemovedSecret[] } {
  const removed: RemovedSecret[] = [];
  const clean = text
    .replace(API_KEY, (match) => {
      const [key, rest] = splitKey(match);
      const prefix = keyPrefixOf(key.replace(/=?\r?\n[>\s]*/g, '')) ?? key.slice(0, 13);
      if (!removed.some((r) => r.prefix === prefix)) removed.push({ kind: 'api_key', prefix });
      return `[API key removed]${rest}`;
    })
    .replace(JWT, () => {
      removed.push({ kind: 'jwt' });
      return '[token removed]';
    })
    .replace(AUTHORIZATION, (_match, before: string) => {
      removed.push({ kind: 'credentials' });
      return `${before}[credentials removed]`;
    })
    .replace(PASSWORD, (_match, before: string) => {
      removed.push({ kind: 'password' });
      return `${before}[password removed]`;
    });
  return { text: clean, removed };
}

/** A whole key on the first line owes nothing to the next line. */
function splitKey(match: string): [key: string, rest: string] {
  const firstLine = match.split(/=?\r?\n/, 1)[0] ?? match;
  return firstLine.length >= FULL_KEY_LENGTH
    ? [firstLine, match.slice(firstLine.length)]
    : [match, ''];
}
