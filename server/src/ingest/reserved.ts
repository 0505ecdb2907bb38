/** Beginnings of event names that only API processes may send. */
const PREFIXES = ['meetso.', 'request_desk.'].map((prefix) => Buffer.from(prefix));

export const RESERVED_NAMES = 'meetso. or request_desk.';

/** What the second of them begins with: watermark records. */
export const WATERMARK = 'r'.charCodeAt(0);

/** True when the `length` bytes at `at` are an event name that only API processes may send. */
export function isReserved(body: Uint8Array, at: number, length: number): boolean {
  return PREFIXES.some((prefix) => startsWith(body, at, length, prefix));
}

function startsWith(body: Uint8Array, at: number, length: number, prefix: Buffer): boolean {
  if (length < prefix.length) return false;
  for (let i = 0; i < prefix.length; i++) if (body[at + i] !== prefix[i]) return false;
  return true;
}
