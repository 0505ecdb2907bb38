/** High bits of a double's exponent from which (2^69, below 10^21) a text of it has one. */
const LARGE = 1023 + 69;

/**
 * True where the engine's text of the little-endian double at `at` is not the collector's: numbers so large
 * that they are written with an exponent, infinities and NaN.
 */
export function hasOwnText(body: Uint8Array, at: number): boolean {
  const exponent = (((body[at + 7] as number) & 0x7f) << 4) | ((body[at + 6] as number) >> 4);
  return exponent >= LARGE;
}

/** A double as ECMAScript and the collector write it; minus zero keeps its sign. */
export function textOfDouble(bytes: Uint8Array): string {
  const value = new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true);
  return Object.is(value, -0) ? '-0' : String(value);
}
