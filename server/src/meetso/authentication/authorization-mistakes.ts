import type { CauseOf } from '../catalogue/causes.ts';
import { KEY_FORM, keyPattern } from '../key-form.ts';

/** A mistake in a header that should carry a key: `problem` for staff, `says` for the caller. */
export interface HeaderMistake {
  readonly problem: string;
  /** A sentence. */
  readonly says: string;
}

const INVISIBLE = '\\u00ad\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2064\\ufeff';
const ODD_SPACE = '\\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000';
const SMART = '\\u2018-\\u201f\\u2039\\u203a\\u00ab\\u00bb\\u2032\\u2033';
/** A key, or what is nearly one. */
const KEY = keyPattern(20, 40);

function mistake(is: RegExp, what: string): HeaderMistake & { readonly is: RegExp } {
  const says = `${what.charAt(0).toUpperCase()}${what.slice(1)}.`;
  return { is, problem: what, says };
}

/** What stands where the key should, tried in this order. */
export const TOKEN_MISTAKES: readonly (HeaderMistake & { readonly is: RegExp })[] = [
  mistake(/^$/, 'the token is empty: after Bearer nothing follows'),
  mistake(/^bearer(?![0-9a-z])/i, 'the word Bearer stands twice'),
  mistake(/^undefined$/i, 'the token is the word undefined: a variable had no value'),
  mistake(/^null$/i, 'the token is the word null: a variable had no value'),
  mistake(/^none$/i, 'the token is the word None: a variable had no value'),
  mistake(/^(?:nil|nan|true|false)$/i, 'the token is a word of a programming language, not a key'),
  mistake(
    /^\[object /i,
    'the token is [object Object]: an object was written where a text belongs',
  ),
  mistake(
    new RegExp(`^\\$\\{?${KEY}\\}?$`),
    'a dollar sign stands around the key: a template was not evaluated',
  ),
  mistake(new RegExp(`^\\{+ *${KEY} *\\}+$`), 'braces stand around the key'),
  mistake(/^(?:[$%{]|<%)/, 'the token is the name of a variable that was not filled in'),
  mistake(/^<[^>]*>$/, 'angle brackets stand around the token'),
  mistake(/^(?:\[.*\]|\(.*\))$/, 'brackets stand around the token'),
  mistake(new RegExp(`^[${INVISIBLE}]`), 'an invisible character stands before the key'),
  mistake(new RegExp(`[${INVISIBLE}]`), 'an invisible character stands in the token'),
  mistake(
    new RegExp(`[${ODD_SPACE}]`),
    'a no-break space, or another odd one, stands in the token',
  ),
  mistake(
    /…|\.{2,}|\*{2,}|•|●|·|(?<=^mts_live_\w{0,8})[xX]{6,}/,
    'the key is masked: a part of it was replaced for display',
  ),
  mistake(new RegExp(`[${SMART}]`), 'typographic quotes stand around the token'),
  mistake(/["'`]/, 'the token stands in quotes'),
  mistake(/;$/, 'a semicolon follows the key'),
  mistake(/,$/, 'a comma follows the key'),
  mistake(/[.:]$/, 'a punctuation mark follows the key'),
  mistake(/\\[nrt]$/, 'an escape sequence follows the key'),
  mistake(/\s/, 'the token contains white space'),
  mistake(/%[0-9a-f]{2}/i, 'the token is percent-encoded'),
  mistake(/^eyJ[\w-]*\.[\w-]+\.[\w-]*$/, 'the token is a JSON Web Token, not an API key'),
  mistake(/^[\w-]+=/, 'a name and an equals sign stand before the key'),
];

/** What is wrong with the length or the letters of something that is like a key. */
export function tokenShape(token: string): HeaderMistake {
  const { prefix, length: wanted, shown } = KEY_FORM;
  if (!token.startsWith(prefix)) {
    return token.toLowerCase().startsWith(prefix)
      ? mistakeOf('the key was written in capitals: its letters must stay as they are')
      : mistakeOf(`the token does not begin with ${prefix}`);
  }
  if (token.length === shown) {
    return mistakeOf(
      `the token is only the first ${shown} characters of a key, by which it is named`,
    );
  }
  const length = token.length - prefix.length;
  if (length === wanted) return mistakeOf('the token has characters that no key has');
  return mistakeOf(
    `the token is too ${length < wanted ? 'short' : 'long'}: a key has ${wanted} characters after ${prefix}, this one has ${length}`,
  );
}

const mistakeOf = (what: string): HeaderMistake => {
  const { problem, says } = mistake(/^/, what);
  return { problem, says };
};

/** Headers that do not begin with the word Bearer and a space. */
const HEADER_MISTAKES: readonly (HeaderMistake & {
  readonly is: RegExp;
  readonly cause?: 'scheme_wrong';
})[] = [
  mistake(/^bearer\s*:/i, 'a colon follows the word Bearer'),
  mistake(/^bearer(?:%20|%09|\+)/i, 'the space after Bearer is percent-encoded'),
  mistake(/^bearer\t/i, 'a tab follows the word Bearer where a space belongs'),
  mistake(
    new RegExp(`^bearer *[${ODD_SPACE}]`, 'i'),
    'a no-break space, or another odd one, follows the word Bearer',
  ),
  mistake(
    new RegExp(`^bearer[${INVISIBLE}]`, 'i'),
    'an invisible character follows the word Bearer',
  ),
  mistake(
    new RegExp(`^[${INVISIBLE}${ODD_SPACE}]+`),
    'an invisible character stands before the word Bearer',
  ),
  mistake(new RegExp(`^["'\`${SMART}]+bearer`, 'i'), 'quotes stand around the whole header'),
  mistake(/^bearer/i, 'no space stands between the word Bearer and the key'),
  mistake(/^authorization/i, 'the name of the header stands in its value once more'),
  mistake(
    /^(?:undefined|null|none|nil)$/i,
    'the header is the word undefined, null or None: a variable had no value',
  ),
  mistake(
    /^\[object /i,
    'the header is [object Object]: an object was written where a text belongs',
  ),
  mistake(/^(?:[$%{]|<%)/, 'the header is the name of a variable that was not filled in'),
];

const SCHEMES = ['token', 'apikey', 'api-key', 'key', 'digest', 'jwt', 'oauth', 'negotiate'];

/** Why a header that does not begin with `Bearer` and a space holds no usable key. */
export function headerMistake(
  text: string,
): HeaderMistake & { readonly cause: CauseOf<'unauthorized'> } {
  const found = HEADER_MISTAKES.find(({ is }) => is.test(text));
  if (found) return { cause: 'token_malformed', problem: found.problem, says: found.says };
  return { cause: 'scheme_wrong', ...schemeSlip(text) };
}

function schemeSlip(text: string): HeaderMistake {
  const basic = /^basic\b *(.*)$/i.exec(text);
  if (basic) {
    const holdsKey = Buffer.from(basic[1] ?? '', 'base64')
      .toString('latin1')
      .includes(KEY_FORM.prefix);
    return holdsKey
      ? mistakeOf('the scheme is Basic, with an API key in it, where Bearer is needed')
      : mistakeOf('the scheme is Basic where Bearer is needed');
  }
  if (/^["'`<{[(\u2018-\u201f]*mts_/i.test(text))
    return mistakeOf('the key stands without the word Bearer before it');
  if (/^eyJ[\w-]*\./.test(text))
    return mistakeOf('a JSON Web Token stands without the word Bearer before it');
  if (/^[\w-]+ *=/.test(text))
    return mistakeOf('a name and an equals sign stand where the word Bearer is needed');
  const scheme = SCHEMES.find((name) => new RegExp(`^${name}\\b`, 'i').test(text));
  if (scheme) return mistakeOf(`the scheme is ${NAMES[scheme] ?? scheme} where Bearer is needed`);
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

/** The mistake of a request without an Authorization header whose key stands in another one. */
export function otherHeader(rawHeaders: readonly string[]): HeaderMistake | undefined {
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
