/** Questions about the codes of a profile. Codes come from wires and stores: any text may be asked. */
import { CLIENT_CLOSED } from './client-closed.ts';
import type { CauseKind, CauseProfile, CodeClass, CodeProfile, Profile } from './profile.ts';

/** The codes in their order. */
export function codeNames({ codes }: Profile): string[] {
  return Object.keys(codes);
}

/** What the profile says about a code, or undefined for one that it does not know. */
export function codeProfile({ codes }: Profile, code: string): CodeProfile | undefined {
  return Object.hasOwn(codes, code) ? codes[code] : undefined;
}

/** What the profile says about a cause of a code, or undefined for a pair that it does not know. */
export function causeProfile(
  profile: Profile,
  code: string,
  cause: string,
): CauseProfile | undefined {
  const causes = codeProfile(profile, code)?.causes ?? {};
  return Object.hasOwn(causes, cause) ? causes[cause] : undefined;
}

/** The codes of the given classes, in the profile's order. */
export function codesOfClass({ codes }: Profile, ...classes: readonly CodeClass[]): string[] {
  return Object.keys(codes).filter((code) => codes[code] && classes.includes(codes[code].class));
}

/** The causes of any code whose kind is one of `kinds`. */
export function causesOfKind({ codes }: Profile, ...kinds: readonly CauseKind[]): string[] {
  const found = Object.values(codes).flatMap(({ causes }) =>
    Object.entries(causes).filter(([, { kind }]) => kind !== null && kinds.includes(kind)),
  );
  return [...new Set(found.map(([cause]) => cause))];
}

/**
 * Causes that neither rates nor latencies count: the caller left, or a repetition waited in vain for its
 * own first call, whose time is counted already.
 */
export function uncountedCauses(profile: Profile): string[] {
  return [CLIENT_CLOSED, ...causesOfKind(profile, 'repeat_in_flight')];
}

/** The class of a failure: its code's, else what its status says by itself (RFC 9110). */
export function classOf(profile: Profile, code: string, status: number): CodeClass {
  const known = codeProfile(profile, code);
  if (known) return known.class;
  if (status >= 500) return 'server';
  const byStatus: Readonly<Record<number, CodeClass>> = {
    401: 'auth',
    403: 'permission',
    404: 'missing',
    405: 'missing',
    410: 'missing',
    429: 'limit',
  };
  return byStatus[status] ?? 'invalid';
}

/** `texts` in `locale`, else in the locale that every text of the profile exists in. */
export function localText<T>(
  profile: Profile,
  texts: Readonly<Record<string, T>>,
  locale = profile.locale,
): T | undefined {
  return texts[Object.hasOwn(texts, locale) ? locale : profile.locale];
}

/** The languages in which this API's customers can be answered, its own first. */
export function replyLocales({ locale, replies }: Pick<Profile, 'locale' | 'replies'>): string[] {
  return [...new Set([locale, ...Object.keys(replies)])];
}

/** The documentation of a code, or null; `apiUrl` is where the API itself is. */
export function docsUrlOf(profile: Profile, code: string, apiUrl: string): string | null {
  const docs = codeProfile(profile, code)?.docs ?? null;
  if (docs === null || /^https?:\/\//.test(docs)) return docs;
  const base = profile.docs_base ?? apiUrl;
  return `${base.replace(/\/$/, '')}/${docs.replace(/^\//, '')}`;
}

/**
 * What a failure is filed under whose event names no code: `http_402`. Stores derive the same name,
 * so that it is counted as a failure everywhere.
 */
export function codeOfStatus(status: number): string {
  return `http_${status}`;
}

/** Whether `code` is such a name and no code of the API. */
export function isStatusCode(code: string): boolean {
  return /^http_[45]\d\d$/.test(code);
}
