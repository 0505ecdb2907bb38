import { foldsCase, type IdForm } from '@request-desk/shared/id-form';
import type { Profile } from '@request-desk/shared/profile';
import { withoutBase64Keys } from './base64-keys.ts';
import { NAMED_SUSPECT, type RedactionRule, withoutNamedSecrets } from './named-secrets.ts';
import { suspectWord } from './suspect-bytes.ts';

/** What is a letter or digit only because something else is encoded there. */
const ENCODED_END = String.raw`(?<!%[0-9A-Fa-f]{2}|\\[bfnrt]|\\u[0-9A-Fa-f]{4})`;
/** Where a word begins, after what is encoded as well. */
const BEGIN = `(?<![0-9A-Za-z]${ENCODED_END})`;
const BEGIN_WORD = String.raw`(?<!\w${ENCODED_END})`;

/** A secret that stands where a word begins. */
const begins = (pattern: string, flags = ''): RegExp => new RegExp(BEGIN + pattern, `g${flags}`);

/**
 * What free text may hold by accident, and what stands there instead. What a rule begins with stands in
 * `suspect-bytes.ts`, too.
 */
const RULES: readonly RedactionRule[] = [
  // Tried once in each run of such characters; within one, with a short header only.
  [
    new RegExp(
      String.raw`(?:(?<![\w-]${ENCODED_END})eyJ[\w-]{5,8192}|${BEGIN_WORD}eyJ[\w-]{5,256})\.[\w-]{5,}(?:\.[\w-]*)?`,
      'g',
    ),
    '[jwt]',
  ],
  // As Stripe, GitHub, AWS, Slack, Google and others make them.
  [begins('[sr]k_(?:live|test)_[0-9A-Za-z]{8,}'), '[key]'],
  [begins(String.raw`(?:gh[opsur]|github_pat)_\w{20,}`), '[key]'],
  [begins('A(?:KIA|SIA)[0-9A-Z]{16}(?![0-9A-Z])'), '[key]'],
  [begins(String.raw`(?:xox[abprs]-[\w-]{10,}|AIza[\w-]{35})`), '[key]'],
  [
    begins(
      String.raw`(?:sk-|glpat-|GOCSPX-|ya29\.|SG\.|shp(?:at|ss|ca)_|hf_|npm_|whsec_|dop_v1_)[\w.-]{20,}`,
    ),
    '[key]',
  ],
  [
    begins(String.raw`(?:SK[0-9a-f]{32}|key-[0-9a-f]{32}|\d{8,10}:AA[\w-]{33})(?![0-9A-Za-z])`),
    '[key]',
  ],
  [/-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[\w+/=\s\\-]{0,8192}/g, '[private key]'],
  [
    new RegExp(
      String.raw`${BEGIN_WORD}(bearer|basic)(?:\s|\+|%20)+(?=[^\s"]{0,512}[0-9=])[\w.~+/=-]{8,}`,
      'gi',
    ),
    '$1 [token]',
  ],
  // Drizzle appends the values of a failed query to its message.
  [/(\n|\\n)params: (?:(?!\n|\\n)[^"])*/g, '$1params: [values]'],
];

const AT_RULES: readonly RedactionRule[] = [
  [/([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@:"'\\]{0,256}:[^\s@"'\\]{1,256}@/gi, '$1[login]@'],
];

const WORD = String.raw`[\p{L}\p{N}_-]{1,63}`;
const EMAIL = new RegExp(
  String.raw`[\p{L}\p{N}_.%+-]{1,64}@${WORD}(?:\.${WORD}){0,5}\.\p{L}{2,24}(?![\p{L}\p{N}_])`,
  'gu',
);

/** A request id before the sign is what somebody asks for, and nobody's address. */
function withoutAddress(address: string): string {
  for (const asked of requestIds.values()) {
    const id = asked.exec(address)?.[0];
    if (id !== undefined) return `${id}@[host]`;
  }
  return '[email]';
}

/** Text without any of this passes through after one look. */
const SUSPECT =
  'eyJ|bearer|basic|@|=|params: |[sr]k_|gh[opsur]_|github_|A[KS]IA|xox|AIza|sk-|glpat|GOCSPX|ya29|SG\\.|' +
  `shp(?:at|ss|ca)_|hf_|npm_|whsec_|dop_v1|SK[0-9a-f]|key-|:AA|-BEGIN|${NAMED_SUSPECT}`;

/** Enough for what was encoded, and encoded once more on the way. */
const DECODED_TIMES = 3;

/** Keys that this process knows of; for all of it, so that no path can forget to pass them on. */
const keyRules = new Map<string, RedactionRule>();
/** Request ids of these APIs before an `@`, by their prefix. */
const requestIds = new Map<string, RegExp>();
let suspect = new RegExp(SUSPECT, 'i');
const declared: SecretForms[] = [];

/** What of a profile says which texts are keys, and which only look alike. */
export type SecretForms = Pick<Profile, 'key' | 'request_id' | 'other_ids'>;

/**
 * From now on keys of this API are replaced in all text of this process; what may be shown of them
 * stays. Keys whose prefix differs in its last word alone (`sk_test_`, `sk_live_`) go as well, unless
 * the profile declares it as that of ids.
 */
export function redactKeys({ key, request_id, other_ids }: SecretForms): void {
  if (requestIds.has(request_id.prefix) && (key === null || keyRules.has(key.prefix))) return;
  declared.push({ key, request_id, other_ids });
  requestIds.set(request_id.prefix, idBeforeAt(request_id));
  if (key === null || keyRules.has(key.prefix)) return;
  const words = key.prefix.split(/(?<=[_-])/);
  // One short word may end others: it counts where it begins one.
  const [start, last] =
    words.length > 1
      ? [words.slice(0, -1).join(''), `[a-z]{2,8}${key.prefix.at(-1)}`]
      : [`${BEGIN}${key.prefix}`, ''];
  const hidden = Math.max(1, key.shown - key.prefix.length + 1);
  const pattern = `${start}${last}[0-9A-Za-z]{${hidden},}`;
  const ids = [request_id, ...other_ids].filter(({ prefix }) => !key.prefix.startsWith(prefix));
  const others = ids.map(({ prefix }) => `(?!${prefix})`).join('');
  keyRules.set(key.prefix, [new RegExp(others + pattern, 'gi'), `${key.prefix}***`]);
  suspectWord(words[0] ?? key.prefix);
  const prefixes = [...keyRules.keys()].map((prefix) => prefix.split(/(?<=[_-])/)[0]);
  suspect = new RegExp([...prefixes, SUSPECT].join('|'), 'i');
}

/** What `redactKeys` was given, for the threads of this process, too. */
export function redactedForms(): readonly SecretForms[] {
  return declared;
}

function idBeforeAt({ prefix, alphabet, length }: IdForm): RegExp {
  const flags = foldsCase({ alphabet }) ? 'i' : '';
  return new RegExp(`${prefix}[0-9A-Za-z]{${length}}(?=@)`, flags);
}

/**
 * Replaces API keys that were declared or are a known provider's, JSON web tokens, bearer tokens,
 * logins in URLs, e-mail addresses and query values in `text`, percent-encoded ones as well. Safe on
 * a line of JSON: neither quotes nor backslashes are added or removed.
 */
export function scrub(text: string): string {
  const clean = scrubbed(text);
  if (!ENCODED.test(clean)) return clean;
  let plain = clean;
  for (let i = 0; i < DECODED_TIMES; i++) plain = decoded(plain);
  const cleaner = scrubbed(plain);
  // Without a secret in it, the text stays as it was sent.
  return cleaner === plain ? clean : cleaner;
}

/** Percent signs, escapes, wide letters, and marks that show nothing. */
const ENCODED = /%(?:u00)?[0-9a-f]{2}|\\u[0-9a-f]{4}|[\uff01-\uff5e]|\p{Cf}/iu;

/** Wide letters and marks that show nothing, in percent signs. */
const WIDE_BYTES = /%ef%b[c-d]%[89ab][0-9a-f]|%ef%bb%bf|%e2%8[01]%[89ab][0-9a-f]|%c2%ad/gi;

/** With those characters decoded that secrets are made of; quotes and backslashes stay encoded. */
function decoded(text: string): string {
  return text
    .replace(WIDE_BYTES, decodeURIComponent)
    .replace(
      /%(?:u00)?([2-7][0-9a-f])|(?<!\\)\\{1,8}u00([2-7][0-9a-f])/gi,
      (whole, percent, escaped) => {
        const character = String.fromCharCode(Number.parseInt(percent ?? escaped, 16));
        return /[\w.@=+:/~%-]/.test(character) ? character : whole;
      },
    )
    .replace(/[\uff01-\uff5e]/g, (wide) => {
      const character = String.fromCharCode(wide.charCodeAt(0) - 0xfee0);
      return /[\w.@=+:/~%-]/.test(character) ? character : wide;
    })
    .replace(/\p{Cf}/gu, '');
}

function scrubbed(text: string): string {
  const clean = plainlyScrubbed(text);
  return withoutBase64Keys(clean, (decoded) => plainlyScrubbed(decoded) !== decoded);
}

function plainlyScrubbed(text: string): string {
  if (!suspect.test(text)) return text;
  let clean = text;
  for (const [pattern, replacement] of keyRules.values()) {
    clean = clean.replace(pattern, replacement);
  }
  for (const [pattern, replacement] of RULES) clean = clean.replace(pattern, replacement);
  clean = withoutNamedSecrets(clean);
  // These look far ahead from each character: only where there is what they look for.
  if (clean.includes('@'))
    for (const [pattern, replacement] of AT_RULES) clean = clean.replace(pattern, replacement);
  return clean.includes('@') ? clean.replace(EMAIL, withoutAddress) : clean;
}

/** Characters that encode nothing and stay on their line: most paths and names are made of them. */
const PLAIN = /^[ -$&-[\]-~]*$/;

/** `text` scrubbed, on one line, at most `length` characters. */
export function scrubLine(text: string, length: number): string {
  const start = text.slice(0, length * 2);
  const line = PLAIN.test(start)
    ? scrubbed(start)
    : scrub(start).replace(/[\p{Cc}\u2028\u2029]/gu, ' ');
  return line.slice(0, length);
}
