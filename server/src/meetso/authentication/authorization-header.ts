import type { CauseOf } from '../catalogue/causes.ts';
import { API_KEY_PATTERN } from '../key-form.ts';
import {
  type HeaderMistake,
  headerMistake,
  otherHeader,
  TOKEN_MISTAKES,
  tokenShape,
} from './authorization-mistakes.ts';

/** Why a header holds no usable key; neither text ever quotes the header. */
export interface BadCredentials extends HeaderMistake {
  readonly cause: CauseOf<'unauthorized'>;
}

const BEARER = /^bearer(?: +(.*))?$/is;

/** The API key that a request carries, or why it carries none (RFC 6750). */
export function credentialsOf(rawHeaders: readonly string[]): string | BadCredentials {
  const header = authorizationOf(rawHeaders);
  if (typeof header === 'string' && header.trim() !== '') return keyOf(header);
  if (typeof header === 'object') {
    return {
      cause: 'token_malformed',
      problem: 'the header is there more than once',
      says: 'The Authorization header is there more than once.',
    };
  }
  const elsewhere = otherHeader(rawHeaders);
  if (elsewhere) return { cause: 'header_missing', ...elsewhere };
  return header === undefined
    ? { cause: 'header_missing', ...MISSING, problem: 'no header' }
    : {
        cause: 'header_missing',
        problem: 'empty header',
        says: 'The Authorization header is empty.',
      };
}

const MISSING = { says: 'The Authorization header is missing.' };

/** All `Authorization` headers of a request; Node itself would keep the first and drop the rest. */
function authorizationOf(rawHeaders: readonly string[]): string | undefined | readonly string[] {
  const found: string[] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    if (name?.length === 13 && name.toLowerCase() === 'authorization') {
      found.push(rawHeaders[i + 1] ?? '');
    }
  }
  return found.length > 1 ? found : found[0];
}

function keyOf(header: string): string | BadCredentials {
  const token = BEARER.exec(header)?.[1];
  if (token !== undefined && API_KEY_PATTERN.test(token)) return token;
  const text = decoded(header);
  const bearer = BEARER.exec(text);
  if (bearer === null) return headerMistake(text);
  const sent = bearer[1] ?? '';
  const mistake = TOKEN_MISTAKES.find(({ is }) => is.test(sent));
  return { cause: 'token_malformed', ...(mistake ?? tokenShape(sent)) };
}

/** Node reads headers as Latin-1; most clients write UTF-8. */
function decoded(header: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Buffer.from(header, 'latin1'),
    );
  } catch {
    return header;
  }
}
