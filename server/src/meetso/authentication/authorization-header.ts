import type { CauseOf } from '../catalogue/causes.ts';
import { API_KEY_PATTERN } from '../key-form.ts';

/** Why a header holds no usable key; `problem` is for staff and never quotes the header. */
export interface BadCredentials {
  readonly cause: CauseOf<'unauthorized'>;
  readonly problem: string;
}

const SCHEME = /^bearer(?: +(.*))?$/is;

/** All `Authorization` headers of a request; Node itself would keep the first and drop the rest. */
export function authorizationOf(
  rawHeaders: readonly string[],
): string | undefined | readonly string[] {
  const found: string[] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    if (name?.length === 13 && name.toLowerCase() === 'authorization') {
      found.push(rawHeaders[i + 1] ?? '');
    }
  }
  return found.length > 1 ? found : found[0];
}

/** The API key of an `Authorization` header (RFC 6750), or why there is none. */
export function keyOf(header: string | readonly string[] | undefined): string | BadCredentials {
  if (typeof header === 'object') {
    return { cause: 'token_malformed', problem: 'the header is there more than once' };
  }
  if (header === undefined) return { cause: 'header_missing', problem: 'no header' };
  if (header.trim() === '') return { cause: 'header_missing', problem: 'empty header' };
  const bearer = SCHEME.exec(header);
  if (bearer === null) return { cause: 'scheme_wrong', problem: schemeProblem(header) };
  const token = bearer[1] ?? '';
  if (API_KEY_PATTERN.test(token)) return token;
  return { cause: 'token_malformed', problem: tokenProblem(token) };
}

function schemeProblem(header: string): string {
  if (header.startsWith('mts_')) return 'a key without the word Bearer';
  return /^basic\b/i.test(header) ? 'the scheme Basic' : 'another scheme than Bearer';
}

function tokenProblem(token: string): string {
  if (token === '') return 'the token is empty';
  if (/^(["'`<]).*(["'`>])$/s.test(token)) return 'the token stands in quotes or brackets';
  if (/^bearer\s/i.test(token)) return 'the word Bearer stands twice';
  if (/\s/.test(token)) return 'the token contains white space';
  if (/^[$%{]/.test(token)) return 'the token is the name of a variable that was not filled in';
  if (!token.startsWith('mts_live_')) return 'the token does not begin with mts_live_';
  const length = token.length - 'mts_live_'.length;
  if (length === 32) return 'the token has characters that no key has';
  return `the token is too ${length < 32 ? 'short' : 'long'}`;
}
