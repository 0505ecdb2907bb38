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
  const b = bytes;
  const t = TABLES;
  const whole = bytes.length - 7;
  let c = -1;
  let i = 0;
  for (; i < whole; i += 8) {
    c ^=
      (b[i] as number) |
      ((b[i + 1] as number) << 8) |
      ((b[i + 2] as number) << 16) |
      ((b[i + 3] as number) << 24);
    c =
      (t[1792 | (c & 0xff)] as number) ^
      (t[1536 | ((c >>> 8) & 0xff)] as number) ^
      (t[1280 | ((c >>> 16) & 0xff)] as number) ^
      (t[1024 | (c >>> 24)] as number) ^
      (t[768 | (b[i + 4] as number)] as number) ^
      (t[512 | (b[i + 5] as number)] as number) ^
      (t[256 | (b[i + 6] as number)] as number) ^
      (t[b[i + 7] as number] as number);
  }
  for (; i < bytes.length; i++) c = (t[(c ^ (b[i] as number)) & 0xff] as number) ^ (c >>> 8);
  return ~c >>> 0;
}
