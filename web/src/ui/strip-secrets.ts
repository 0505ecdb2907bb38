import { apiProfile } from '../api/profile.ts';
import { keyStart, lenientPrefix, someOf } from './id-pattern.ts';

/** What was taken out of pasted text; of a key its prefix, of anything else only its kind. */
export interface RemovedSecret {
  readonly kind: 'api_key' | 'jwt' | 'password' | 'credentials';
  readonly prefix?: string;
}

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
  const clean = withoutKeys(text, (prefix) => {
    if (!removed.some((r) => r.prefix === prefix)) removed.push({ kind: 'api_key', prefix });
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

/** Takes out API keys, also those that are cut short or wrapped by a mail client; a bare prefix is no secret. */
function withoutKeys(text: string, onKey: (prefix: string) => void): string {
  const { key, request_id, other_ids } = apiProfile();
  if (key === null) return text;
  const some = someOf(key);
  const [shortest, first] = [key.shown - key.prefix.length + 1, lenientPrefix(request_id)];
  const pattern = new RegExp(
    `${keyStart(key, { request_id, other_ids })}${some}{${shortest},${key.length}}` +
      `(?:=?\\r?\\n[>\\s]*(?!${first})${some}{1,${key.length - shortest}}(?![0-9A-Za-z_]))?`,
    'g',
  );
  const whole = key.prefix.length + key.length;
  return text.replace(pattern, (match) => {
    // A whole key on the first line owes nothing to the next line.
    const firstLine = match.split(/=?\r?\n/, 1)[0] ?? match;
    const taken = firstLine.length >= whole ? firstLine : match;
    onKey(taken.replace(/=?\r?\n[>\s]*/g, '').slice(0, key.shown));
    return `[API key removed]${match.slice(taken.length)}`;
  });
}
