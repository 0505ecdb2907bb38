/**
 * Bytes of their own. A Node Buffer is a Uint8Array whose `slice` is a view of the same memory, so
 * what is kept beyond a call that may use its buffer again is copied by this, and by nothing else.
 */
export function copyOf(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}
