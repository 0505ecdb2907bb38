import type { SecretForms } from '@request-desk/fastify/redaction/scrub';
import { MEETSO_PROFILE } from '../../server/src/meetso/profile.ts';
import type { Random } from '../random.ts';

/** Of the keys below; a process has to know them. */
export const KEY_FORMS: SecretForms = MEETSO_PROFILE;

/**
 * Stands in every secret, where no redactor may let it pass; in small letters. Long enough to stand
 * nowhere by chance, in compressed files neither.
 */
export const MARK = 'cnryleak';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A secret of each kind that is looked for; `r` makes random letters. */
const KINDS: readonly ((r: (length: number) => string) => string)[] = [
  // The first four characters of our own keys may be shown.
  (r) => `mts_live_${r(6)}Cnryleak${r(18)}`,
  (r) => `mts_test_${r(6)}Cnryleak${r(18)}`,
  (r) => `sk_live_Cnryleak${r(20)}`,
  (r) => `rk_test_Cnryleak${r(20)}`,
  (r) => `ghp_Cnryleak${r(32)}`,
  (r) => `github_pat_Cnryleak${r(40)}`,
  (r) => `AKIACNRYLEAK${r(8).toUpperCase()}`,
  (r) => `xoxb-Cnryleak${r(20)}`,
  (r) => `AIzaCnryleak${r(27)}`,
  (r) => `eyJhbGciCnryleak${r(10)}.eyJzdWIi${r(10)}.c2ln${r(10)}`,
  (r) => `cnryleak.${r(8)}@mail.example.com`,
  (r) => `Bearer Cnryleak1${r(20)}=`,
  (r) => `postgres://desk:Cnryleak${r(8)}@db.example/x`,
  (r) => `glpat-Cnryleak${r(20)}`,
  (r) => `sk-proj-Cnryleak${r(40)}`,
  (r) => `hf_Cnryleak${r(30)}`,
  (r) => `npm_Cnryleak${r(32)}`,
  (r) => `whsec_Cnryleak${r(30)}`,
  (r) => `password=Cnryleak${r(12)}`,
  (r) => `{"client_secret":"Cnryleak${r(12)}"}`,
  (r) => `X-Api-Key: Cnryleak${r(12)}`,
  (r) => `Set-Cookie: sid=Cnryleak${r(12)}; Path=/`,
];

/** Ways to write those that are keys in base64: alone, and as part of something else. */
export const BASE64_ENCODINGS: readonly ((key: string) => string)[] = [
  (key) => Buffer.from(key).toString('base64'),
  (key) => Buffer.from(`a:${key}`).toString('base64url'),
  (key) => Buffer.from(`{"key":"${key}"}`).toString('base64'),
];

/** True for those that are recognised in base64 wherever they stand, telemetry of others included. */
export function isKey(secret: string): boolean {
  return /^(?:mts_|[rs]k_|gh|AKIA|AIza|eyJ|glpat|whsec|Bearer|password=)/.test(secret);
}

/** Names of attributes, fields and headers whose values are secrets, whatever they look like. */
export const SECRET_NAMES: readonly string[] = [
  'db.password',
  'authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'secret',
  'token',
  'http.request.header.authorization',
  'http.response.header.set-cookie',
  'user.accessToken',
  'client_secret',
  'PGPASSWORD',
  'session.cookie',
  'aws.secret_access_key',
  'passphrase',
];

/** `perKind` secrets of each kind. */
export function secrets(random: Random, perKind: number): string[] {
  return KINDS.flatMap((make) =>
    Array.from({ length: perKind }, () => make((length) => random.text(length, LETTERS))),
  );
}

const percent = (text: string, of: RegExp) =>
  text.replace(of, (c) =>
    [...Buffer.from(c)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  );

/** Ways to write a text in a URL. */
export const URL_ENCODINGS: readonly ((text: string) => string)[] = [
  (text) => encodeURI(text).replace(/[?#&=]/g, encodeURIComponent),
  (text) => percent(text, /[^0-9A-Za-z]/g),
  (text) => percent(text, /./g),
  (text) => percent(percent(text, /[^0-9A-Za-z]/g), /%/g),
  (text) => encodeURIComponent(text).replaceAll('%20', '+'),
  (text) => encodeURIComponent(wide(text)),
];

/** Ways to write it in other text. */
export const TEXT_ENCODINGS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => percent(text, /[^0-9A-Za-z ]/g),
  (text) => text.replace(/_/g, '\\u005f').replace(/@/g, '\\u0040'),
  wide,
];

/** In full-width letters, but for what has none. */
function wide(text: string): string {
  return text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
}
