import { BASE64_BEGINNINGS } from './base64-keys.ts';
import { mayEndSecretName } from './secret-names.ts';

/** Says whether what stands around `at`, where the byte is that was looked for, may be a secret. */
type Look = (bytes: Uint8Array, at: number) => boolean;

/** 1 for bytes that there is a look for: such as are rare in telemetry. */
const LOOKED_AT = new Uint8Array(256);
/** By such a byte, with the one before it or the one after it where a look is for a word. */
const alone: (Look[] | undefined)[] = [];
const afterPair: (Look[] | undefined)[] = new Array(1 << 16).fill(undefined);
const beforePair: (Look[] | undefined)[] = new Array(1 << 16).fill(undefined);

/** Which letter of a word is looked for, the rarest first; J, Z, R and Y begin fields of spans and logs. */
const RARE = '=_-:KIXQSyxqkwbv';
const [PERCENT, DOT, SLASH, COLON, BACKSLASH] = [0x25, 0x2e, 0x2f, 0x3a, 0x5c];
/** The only tag of a text field of OTLP that is a letter. */
const EVENT_NAME_TAG = 0x62;
const UPPER = { first: 0x41, last: 0x5a, toLower: 0x20 } as const;

function lookAt(letter: string, look: Look): void {
  add(alone, letter.charCodeAt(0), look);
  LOOKED_AT[letter.charCodeAt(0)] = 1;
}

function add(to: (Look[] | undefined)[], key: number, look: Look): void {
  to[key] = [...(to[key] ?? []), look];
}

interface WordOptions {
  /** In these letters alone, not in large and small ones. */
  readonly exact?: boolean;
  /** Only where no letter or digit stands before it. */
  readonly begins?: boolean;
  /** Which of its letters is looked for. */
  readonly rare?: string;
}

function rareIn(word: string, exact: boolean): string {
  const text = exact ? word : word.toLowerCase();
  return [...RARE].find((letter) => text.includes(letter)) ?? text.charAt(0);
}

/** From now on text around `word` (ASCII) is suspect. */
export function suspectWord(
  word: string,
  { exact = false, begins = false, rare = rareIn(word, exact) }: WordOptions = {},
): void {
  const text = exact ? word : word.toLowerCase();
  const offset = text.indexOf(rare);
  const wanted = Buffer.from(text);
  const look: Look = (bytes, at) => {
    for (let i = 0; i < wanted.length; i++) {
      const byte = bytes[at - offset + i] ?? 0;
      const folds = !exact && byte >= UPPER.first && byte <= UPPER.last;
      if ((folds ? byte | UPPER.toLower : byte) !== wanted[i]) return false;
    }
    return !begins || isBegin(bytes, at - offset);
  };
  for (const byte of lettersOf(rare, exact)) {
    LOOKED_AT[byte] = 1;
    if (text.length === 1) add(alone, byte, look);
    else if (offset > 0)
      for (const before of lettersOf(text.charAt(offset - 1), exact))
        add(afterPair, (before << 8) | byte, look);
    else
      for (const after of lettersOf(text.charAt(1), exact))
        add(beforePair, (byte << 8) | after, look);
  }
}

function lettersOf(letter: string, exact: boolean): ReadonlySet<number> {
  const all = exact ? [letter] : [letter, letter.toUpperCase()];
  return new Set(all.map((one) => one.charCodeAt(0)));
}

/**
 * Tells of each place in UTF-8 text, or in bytes that hold such, near which there may be what `scrub`
 * replaces. Nothing is decoded; much of what is found is harmless.
 */
export function eachSuspect(bytes: Uint8Array, tell: (at: number) => void): void {
  // One pass: the native search for each of the thirty bytes costs more, as it is called for each find.
  const { length } = bytes;
  for (let at = 0; at < length; at++) {
    const byte = bytes[at] as number;
    if (LOOKED_AT[byte] === 0) continue;
    const before = at > 0 ? (bytes[at - 1] as number) : 0;
    const after = at + 1 < length ? (bytes[at + 1] as number) : 0;
    const found =
      finds(alone[byte], bytes, at) ||
      finds(afterPair[(before << 8) | byte], bytes, at) ||
      finds(beforePair[(byte << 8) | after], bytes, at);
    if (found) tell(at);
  }
}

function finds(all: readonly Look[] | undefined, bytes: Uint8Array, at: number): boolean {
  if (all === undefined) return false;
  for (const look of all) if (look(bytes, at)) return true;
  return false;
}

/** What stands before may be the end of an escape, or a length and the tag of a field. */
function isBegin(bytes: Uint8Array, at: number): boolean {
  if (!ALPHANUMERIC[bytes[at - 1] ?? 0]) return true;
  const before = bytes[at - 2] ?? 0;
  if (!ALPHANUMERIC[before] || before === EVENT_NAME_TAG) return true;
  return bytes[at - 3] === PERCENT || bytes[at - 6] === BACKSLASH;
}

const setOf = (pattern: RegExp) =>
  Array.from({ length: 256 }, (_, byte) => pattern.test(String.fromCharCode(byte)));
const PRINTED = setOf(/[!-?A-~\x80-\xff]/);
const HOST = setOf(/[0-9A-Za-z._\x80-\xff-]/);
const ALPHANUMERIC = setOf(/[0-9A-Za-z]/);
const BEFORE_COLON = setOf(/[\s"'\\u0-2]/);
const HEX = setOf(/[0-9a-f]/i);
const HIDES_SECRETS = setOf(/[\w.@=+:/~%-]/);
const hexAt = (bytes: Uint8Array, at: number) =>
  HEX[bytes[at] ?? 0] && HEX[bytes[at + 1] ?? 0]
    ? Number.parseInt(String.fromCharCode(bytes[at] ?? 0, bytes[at + 1] ?? 0), 16)
    : 0;

// What a name ends with, before the sign that its value follows.
lookAt('=', (bytes, at) => mayEndSecretName(bytes, at));
lookAt(':', (bytes, at) => {
  let end = at;
  while (at - end < 14 && BEFORE_COLON[bytes[end - 1] ?? 0]) end--;
  return mayEndSecretName(bytes, end);
});

/** Longer than what stands before the sign in a URL with a login, and after it in an address. */
const LOGIN = 600;
const DOMAIN = 70;

// In ids and times an @ stands by chance: what counts has a domain after it, or a scheme before.
lookAt('@', (bytes, at) => {
  if (!PRINTED[bytes[at - 1] ?? 0]) return false;
  for (let i = at + 1; i < at + DOMAIN && HOST[bytes[i] ?? 0]; i++)
    if (bytes[i] === DOT && i > at + 1 && HOST[bytes[i + 1] ?? 0]) return true;
  for (let i = at - 1; i > at - LOGIN && PRINTED[bytes[i] ?? 0]; i--)
    if (bytes[i] === SLASH && bytes[i - 1] === SLASH && bytes[i - 2] === COLON) return true;
  return false;
});
lookAt('%', (bytes, at) => {
  const wide = (bytes[at + 1] ?? 0) === 0x75;
  // What begins a sequence of UTF-8.
  if (hexAt(bytes, at + 1) >= 0xc2) return true;
  if (HIDES_SECRETS[hexAt(bytes, at + (wide ? 4 : 1))] === true) return true;
  return mayEndSecretName(bytes, at);
});
lookAt('\\', (bytes, at) => bytes[at + 1] === 0x75 && bytes[at + 2] === 0x30);
// Full-width letters, and marks that show nothing.
lookAt('\u00ef', (bytes, at) => [0xbb, 0xbc, 0xbd].includes(bytes[at + 1] ?? 0));
lookAt('\u00e2', (bytes, at) => [0x80, 0x81].includes(bytes[at + 1] ?? 0));
lookAt('\u00c2', (bytes, at) => bytes[at + 1] === 0xad);

for (const word of ['AKIA', 'ASIA', 'AIza', 'xox', 'ya29.', 'SG.', 'SK', 'GOCSPX-'])
  suspectWord(word, { exact: true, begins: true });
for (const [part, rare] of BASE64_BEGINNINGS) suspectWord(part, { exact: true, rare });
for (const word of ['eyJ', ':AA', '-BEGIN', 'params: ']) suspectWord(word, { exact: true });
for (const word of [
  'sk_',
  'rk_',
  'ghp_',
  'gho_',
  'ghu_',
  'ghs_',
  'ghr_',
  'github_',
  'hf_',
  'npm_',
  'shpat_',
  'shpss_',
  'shpca_',
  'whsec_',
  'dop_v1_',
  'sk-',
  'glpat-',
  'key-',
])
  suspectWord(word, { begins: true });
for (const word of ['bearer', 'basic']) suspectWord(word);
