import type { CauseOf } from '../catalogue/causes.ts';
import { KEY_FORM } from '../key-form.ts';

/** A slip of the pen in a header that should carry a key: `problem` for staff, `says` for the caller. */
export interface Slip {
  readonly problem: string;
  /** A sentence. */
  readonly says: string;
}

const INVISIBLE = '\\u00ad\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2064\\ufeff';
const ODD_SPACE = '\\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000';
const SMART = '\\u2018-\\u201f\\u2039\\u203a\\u00ab\\u00bb\\u2032\\u2033';
const KEY = 'mts_live_[0-9A-Za-z]{20,40}';

function slip(is: RegExp, what: string): Slip & { readonly is: RegExp } {
  const says = `${what.charAt(0).toUpperCase()}${what.slice(1)}.`;
  return { is, problem: what, says };
}

/** What stands where the key should, tried in this order. */
export const TOKEN_SLIPS: readonly (Slip & { readonly is: RegExp })[] = [
  slip(/^$/, 'the token is empty: after Bearer nothing follows'),
  slip(/^bearer(?![0-9a-z])/i, 'the word Bearer stands twice'),
  slip(/^undefined$/i, 'the token is the word undefined: a variable had no value'),
  slip(/^null$/i, 'the token is the word null: a variable had no value'),
  slip(/^none$/i, 'the token is the word None: a variable had no value'),
  slip(/^(?:nil|nan|true|false)$/i, 'the token is a word of a programming language, not a key'),
  slip(/^\[object /i, 'the token is [object Object]: an object was written where a text belongs'),
  slip(
    new RegExp(`^\\$\\{?${KEY}\\}?$`),
    'a dollar sign stands around the key: a template was not evaluated',
  ),
  slip(new RegExp(`^\\{+ *${KEY} *\\}+$`), 'braces stand around the key'),
  slip(/^(?:[$%{]|<%)/, 'the token is the name of a variable that was not filled in'),
  slip(/^<[^>]*>$/, 'angle brackets stand around the token'),
  slip(/^(?:\[.*\]|\(.*\))$/, 'brackets stand around the token'),
  slip(new RegExp(`^[${INVISIBLE}]`), 'an invisible character stands before the key'),
  slip(new RegExp(`[${INVISIBLE}]`), 'an invisible character stands in the token'),
  slip(new RegExp(`[${ODD_SPACE}]`), 'a no-break space, or another odd one, stands in the token'),
  slip(
    /…|\.{2,}|\*{2,}|•|●|·|(?<=^mts_live_\w{0,8})[xX]{6,}/,
    'the key is masked: a part of it was replaced for display',
  ),
  slip(new RegExp(`[${SMART}]`), 'typographic quotes stand around the token'),
  slip(/["'`]/, 'the token stands in quotes'),
  slip(/;$/, 'a semicolon follows the key'),
  slip(/,$/, 'a comma follows the key'),
  slip(/[.:]$/, 'a punctuation mark follows the key'),
  slip(/\\[nrt]$/, 'an escape sequence follows the key'),
  slip(/\s/, 'the token contains white space'),
  slip(/%[0-9a-f]{2}/i, 'the token is percent-encoded'),
  slip(/^eyJ[\w-]*\.[\w-]+\.[\w-]*$/, 'the token is a JSON Web Token, not an API key'),
  slip(/^[\w-]+=/, 'a name and an equals sign stand before the key'),
];

/** What is wrong with the length or the letters of something that is like a key. */
export function tokenShape(token: string): Slip {
  const { prefix, length: wanted, shown } = KEY_FORM;
  if (!token.startsWith(prefix)) {
    return token.toLowerCase().startsWith(prefix)
      ? told('the key was written in capitals: its letters must stay as they are')
      : told(`the token does not begin with ${prefix}`);
  }
  if (token.length === shown) {
    return told(`the token is only the first ${shown} characters of a key, by which it is named`);
  }
  const length = token.length - prefix.length;
  if (length === wanted) return told('the token has characters that no key has');
  return told(
    `the token is too ${length < wanted ? 'short' : 'long'}: a key has ${wanted} characters after ${prefix}, this one has ${length}`,
  );
}

const told = (what: string): Slip => {
  const { problem, says } = slip(/^/, what);
  return { problem, says };
};

/** Headers that do not begin with the word Bearer and a space. */
const HEADER_SLIPS: readonly (Slip & { readonly is: RegExp; readonly cause?: 'scheme_wrong' })[] = [
  slip(/^bearer\s*:/i, 'a colon follows the word Bearer'),
  slip(/^bearer(?:%20|%09|\+)/i, 'the space after Bearer is percent-encoded'),
  slip(/^bearer\t/i, 'a tab follows the word Bearer where a space belongs'),
  slip(
    new RegExp(`^bearer *[${ODD_SPACE}]`, 'i'),
    'a no-break space, or another odd one, follows the word Bearer',
  ),
  slip(new RegExp(`^bearer[${INVISIBLE}]`, 'i'), 'an invisible character follows the word Bearer'),
  slip(
    new RegExp(`^[${INVISIBLE}${ODD_SPACE}]+`),
    'an invisible character stands before the word Bearer',
  ),
  slip(new RegExp(`^["'\`${SMART}]+bearer`, 'i'), 'quotes stand around the whole header'),
  slip(/^bearer/i, 'no space stands between the word Bearer and the key'),
  slip(/^authorization/i, 'the name of the header stands in its value once more'),
  slip(
    /^(?:undefined|null|none|nil)$/i,
    'the header is the word undefined, null or None: a variable had no value',
  ),
  slip(/^\[object /i, 'the header is [object Object]: an object was written where a text belongs'),
  slip(/^(?:[$%{]|<%)/, 'the header is the name of a variable that was not filled in'),
];

const SCHEMES = ['token', 'apikey', 'api-key', 'key', 'digest', 'jwt', 'oauth', 'negotiate'];

/** Why a header that does not begin with `Bearer` and a space holds no usable key. */
export function headerSlip(text: string): Slip & { readonly cause: CauseOf<'unauthorized'> } {
  const found = HEADER_SLIPS.find(({ is }) => is.test(text));
  if (found) return { cause: 'token_malformed', problem: found.problem, says: found.says };
  return { cause: 'scheme_wrong', ...schemeSlip(text) };
}

function schemeSlip(text: string): Slip {
  const basic = /^basic\b *(.*)$/i.exec(text);
  if (basic) {
    const holdsKey = Buffer.from(basic[1] ?? '', 'base64')
      .toString('latin1')
      .includes(KEY_FORM.prefix);
    return holdsKey
      ? told('the scheme is Basic, with an API key in it, where Bearer is needed')
      : told('the scheme is Basic where Bearer is needed');
  }
  if (/^["'`<{[(\u2018-\u201f]*mts_/i.test(text))
    return told('the key stands without the word Bearer before it');
  if (/^eyJ[\w-]*\./.test(text))
    return told('a JSON Web Token stands without the word Bearer before it');
  if (/^[\w-]+ *=/.test(text))
    return told('a name and an equals sign stand where the word Bearer is needed');
  const scheme = SCHEMES.find((name) => new RegExp(`^${name}\\b`, 'i').test(text));
  if (scheme) return told(`the scheme is ${NAMES[scheme] ?? scheme} where Bearer is needed`);
  return {
    problem: 'another scheme than Bearer',
    says: 'The Authorization header must use the scheme Bearer.',
  };
}

const NAMES: Readonly<Record<string, string>> = {
  token: 'Token',
  apikey: 'ApiKey',
  digest: 'Digest',
  negotiate: 'Negotiate',
  jwt: 'JWT',
  oauth: 'OAuth',
};

/** Where other APIs take their keys. */
const OTHER_HEADERS = [
  'x-api-key',
  'api-key',
  'apikey',
  'x-apikey',
  'x-api-token',
  'x-auth-token',
  'x-access-token',
  'x-auth-key',
  'x-authorization',
  'proxy-authorization',
  'authentication',
  'auth',
  'token',
];

/** The slip of a request without an Authorization header whose key stands in another one. */
export function otherHeader(rawHeaders: readonly string[]): Slip | undefined {
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = OTHER_HEADERS.find((other) => other === rawHeaders[i]?.toLowerCase());
    if (name === undefined || !rawHeaders[i + 1]?.includes(KEY_FORM.prefix)) continue;
    return {
      problem: `no header; a key stands in the header ${name}`,
      says: `The Authorization header is missing; the key stands in the header ${name}, where the API does not look.`,
    };
  }
  return undefined;
}
