import { WATERMARK_EVENT } from '@request-desk/shared/attributes';
import { RESERVED_PREFIXES } from '@request-desk/shared/legacy-contract';

const PREFIXES = RESERVED_PREFIXES.map((prefix) => Buffer.from(prefix));
const WATERMARK = Buffer.from(WATERMARK_EVENT);

/** True when the `length` bytes at `at` are an event name that only API processes may send. */
export function isReserved(body: Uint8Array, at: number, length: number): boolean {
  return PREFIXES.some((prefix) => startsWith(body, at, length, prefix));
}

/** True when the event name at `at` is that of a watermark record. */
export function isWatermark(body: Uint8Array, at: number, length: number): boolean {
  return length === WATERMARK.length && startsWith(body, at, length, WATERMARK);
}

function startsWith(body: Uint8Array, at: number, length: number, prefix: Buffer): boolean {
  if (length < prefix.length) return false;
  for (let i = 0; i < prefix.length; i++) if (body[at + i] !== prefix[i]) return false;
  return true;
}
