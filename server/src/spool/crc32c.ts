/** Eight tables of 256: slicing by 8 takes eight bytes a step (Kounavis and Berry, 2005). */
const TABLES = new Int32Array(8 * 256);
for (let n = 0; n < 256; n++) {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0x82f63b78 : c >>> 1;
  TABLES[n] = c;
}
for (let n = 256; n < TABLES.length; n++) {
  const before = TABLES[n - 256] as number;
  TABLES[n] = (TABLES[before & 0xff] as number) ^ (before >>> 8);
}

/** CRC-32C (Castagnoli, RFC 3720 appendix B.4) of `bytes`, as an unsigned 32-bit number. */
export function crc32c(bytes: Uint8Array): number {
  const b = bytes as { readonly [i: number]: number };
  const t = TABLES as { readonly [i: number]: number };
  const whole = bytes.length - 7;
  let c = -1;
  let i = 0;
  for (; i < whole; i += 8) {
    c ^= at(b, i) | (at(b, i + 1) << 8) | (at(b, i + 2) << 16) | (at(b, i + 3) << 24);
    c =
      at(t, 1792 | (c & 0xff)) ^
      at(t, 1536 | ((c >>> 8) & 0xff)) ^
      at(t, 1280 | ((c >>> 16) & 0xff)) ^
      at(t, 1024 | (c >>> 24)) ^
      at(t, 768 | at(b, i + 4)) ^
      at(t, 512 | at(b, i + 5)) ^
      at(t, 256 | at(b, i + 6)) ^
      at(t, at(b, i + 7));
  }
  for (; i < bytes.length; i++) c = at(t, (c ^ at(b, i)) & 0xff) ^ (c >>> 8);
  return ~c >>> 0;
}

/** An element that is known to be there. */
function at(array: { readonly [i: number]: number }, index: number): number {
  return array[index] as number;
}
