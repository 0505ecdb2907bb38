const UTF8 = new TextDecoder('utf-8', { fatal: true });
const UTF16LE = new TextDecoder('utf-16le');
const UTF16BE = new TextDecoder('utf-16be');
const WINDOWS_1252 = new TextDecoder('windows-1252');
/** So many bytes show what the rest is. */
const LOOKED_AT = 4096;

/**
 * The text of bytes whose encoding nobody named: UTF-16 by its byte order mark or its zeros, UTF-8
 * where it is valid, else windows-1252, which reads anything.
 */
export function textOfBytes(bytes: Uint8Array): string {
  const wide = wideDecoder(bytes);
  if (wide !== undefined) return wide.decode(bytes);
  try {
    return UTF8.decode(bytes);
  } catch {
    return WINDOWS_1252.decode(bytes);
  }
}

/** Latin letters in UTF-16 have a zero in one half, always the same. */
function wideDecoder(bytes: Uint8Array) {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return UTF16LE;
  if (first === 0xfe && second === 0xff) return UTF16BE;
  const zeros = [0, 0] as [number, number];
  const looked = Math.min(bytes.length, LOOKED_AT);
  for (let at = 0; at < looked; at++) if (bytes[at] === 0) zeros[at % 2 === 0 ? 0 : 1]++;
  const [even, odd] = zeros;
  if (odd > looked / 12 && odd > even * 4) return UTF16LE;
  return even > looked / 12 && even > odd * 4 ? UTF16BE : undefined;
}
