/** What names end with whose values are secrets: of fields, attributes, headers, members of JSON. */
export const SECRET_ENDS =
  'authorization|cookies?2?|passw(?:or)?ds?|passphrase|pwd|secrets?|token|credentials?|' +
  '(?:api|access|account|private|secret|signing|encryption)[-_. ]?key';

const SECRET_NAME = new RegExp(String.raw`(?:${SECRET_ENDS})(?:[.[]\d{1,4}\]?)?$`, 'i');
/** Fields of our own log lines that hold what callers sent. */
const OF_CALLS = /^(?:key|headers|body|query|params)$/i;
/** No secret's name is recognised by more of its end. */
const LONGEST_END = 64;

/** True for names such as `db.password` or `http.request.header.set-cookie[0]`. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name.substring(name.length - LONGEST_END));
}

/** What `SECRET_ENDS` takes, word by word. */
const ENDS = [
  'authorization',
  'cookie',
  'cookies',
  'cookie2',
  'cookies2',
  'password',
  'passwords',
  'passwd',
  'passwds',
  'passphrase',
  'pwd',
  'secret',
  'secrets',
  'token',
  'credential',
  'credentials',
  ...['api', 'access', 'account', 'private', 'secret', 'signing', 'encryption'].flatMap((whose) =>
    ['', '-', '_', '.', ' '].map((sign) => `${whose}${sign}key`),
  ),
].map((word) => Buffer.from(word));

/** The same by the last two letters of each, in small letters. */
const BY_LETTERS: ReadonlyMap<number, readonly Buffer[]> = Map.groupBy(ENDS, (word) =>
  word.readUInt16BE(word.length - 2),
);
/** 1 for two letters that are the last of one. */
const LAST_LETTERS = Uint8Array.from({ length: 1 << 16 }, (_, letters) =>
  BY_LETTERS.has(letters) ? 1 : 0,
);

const isDigit = (byte: number) => byte >= 0x30 && byte <= 0x39;
const isIndex = (byte: number) => isDigit(byte) || byte === 0x5d || byte === 0x5b || byte === 0x2e;
const lettersBefore = (bytes: Uint8Array, end: number) =>
  (((bytes[end - 2] ?? 0) | 0x20) << 8) | (bytes[end - 1] ?? 0) | 0x20;

/** False when the bytes of a name before `end` are certainly not those of a secret's. */
export function mayEndSecretName(bytes: Uint8Array, end: number): boolean {
  if (LAST_LETTERS[lettersBefore(bytes, end)] === 1) return true;
  let last = end;
  while (isIndex(bytes[last - 1] ?? 0)) last--;
  return last < end && LAST_LETTERS[lettersBefore(bytes, last)] === 1;
}

/** `isSecretName` of the name in UTF-8 between `start` and `end`, without reading it as text. */
export function isSecretNameAt(bytes: Uint8Array, start: number, end: number): boolean {
  if (endsSecret(bytes, start, end)) return true;
  const last = end - (bytes[end - 1] === 0x5d ? 1 : 0);
  let from = last;
  while (from > start && last - from < 4 && isDigit(bytes[from - 1] as number)) from--;
  const sign = bytes[from - 1];
  if (from === last || from <= start || (sign !== 0x2e && sign !== 0x5b)) return false;
  return endsSecret(bytes, start, from - 1);
}

function endsSecret(bytes: Uint8Array, start: number, end: number): boolean {
  const letters = lettersBefore(bytes, end);
  if (LAST_LETTERS[letters] !== 1) return false;
  return BY_LETTERS.get(letters)?.some((word) => endsWith(bytes, start, end, word)) ?? false;
}

/** In large and small letters alike. */
function endsWith(bytes: Uint8Array, start: number, end: number, word: Buffer): boolean {
  const from = end - word.length;
  if (from < start) return false;
  for (let i = 0; i < word.length; i++) {
    const byte = bytes[from + i] as number;
    if ((byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte) !== word[i]) return false;
  }
  return true;
}

/**
 * A copy of `value` in which the values of secret names are replaced and each text goes through
 * `text`. Only plain objects and lists are entered, so that errors reach their own serialiser.
 */
export function withoutSecrets(
  value: unknown,
  text: (value: string) => string,
  depth = 0,
): unknown {
  if (typeof value === 'string') return text(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 12) return '[deep]';
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, text, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const copy: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    const secret =
      item !== undefined && item !== null && (OF_CALLS.test(name) || isSecretName(name));
    copy[name] = secret ? '[secret]' : withoutSecrets(item, text, depth + 1);
  }
  return copy;
}
