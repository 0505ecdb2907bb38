/** What names end with whose values are secrets: of fields, attributes, headers, members of JSON. */
export const SECRET_ENDS =
  'authorization|cookies?2?|passw(?:or)?ds?|passphrase|pwd|secrets?|token|credentials?|' +
  '(?:api|access|account|private|secret|signing|encryption)[-_. ]?key';

const SECRET_NAME = new RegExp(String.raw`(?:${SECRET_ENDS})(?:[.[]\d{1,4}\]?)?$`, 'i');
/** Fields of our own log lines that hold what callers sent. */
const OF_CALLS = /^(?:key|headers|body|query|params)$/i;
/** No secret's name is told by more of its end. */
const LONGEST_END = 64;

/** True for names such as `db.password` or `http.request.header.set-cookie[0]`. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name.substring(name.length - LONGEST_END));
}

/** The last two letters of all that `SECRET_ENDS` takes, in small letters. */
const LAST_LETTERS = pairs('on ie es e2 s2 rd wd ds se et ts en al ls ey');

function pairs(ends: string): Uint8Array {
  const table = new Uint8Array(1 << 16);
  for (const end of ends.split(' ')) table[Buffer.from(end).readUInt16BE()] = 1;
  return table;
}

const isIndex = (byte: number) =>
  (byte >= 0x30 && byte <= 0x39) || byte === 0x5d || byte === 0x5b || byte === 0x2e;

/** False when the bytes of a name before `end` are certainly not those of a secret's. */
export function mayEndSecretName(bytes: Uint8Array, end: number): boolean {
  let last = end - 1;
  if (lettersAt(bytes, last)) return true;
  while (isIndex(bytes[last] ?? 0)) last--;
  return last < end - 1 && lettersAt(bytes, last);
}

function lettersAt(bytes: Uint8Array, last: number): boolean {
  const [before = 0, byte = 0] = [bytes[last - 1], bytes[last]];
  return LAST_LETTERS[((before | 0x20) << 8) | byte | 0x20] === 1;
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
