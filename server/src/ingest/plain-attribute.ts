import { hasOwnText } from './double-text.ts';

/**
 * True when the KeyValue between `start` and `end` is what nearly all of them are: a short key, then
 * a short string, a number or a bool that the engine reads, and nothing else. False says nothing.
 */
export function isPlainAttribute(body: Uint8Array, start: number, end: number): boolean {
  if (end - start < 6 || body[start] !== 0x0a) return false;
  const keyLength = body[start + 1] as number;
  const value = start + 2 + keyLength;
  if (keyLength >= 0x80 || value + 4 > end || body[value] !== 0x12) return false;
  const valueLength = body[value + 1] as number;
  if (valueLength >= 0x80 || value + 2 + valueLength !== end) return false;
  const content = body[value + 3] as number;
  switch (body[value + 2]) {
    case 0x0a:
      return content < 0x80 && value + 4 + content === end;
    case 0x10:
      return content <= 1 && value + 4 === end;
    case 0x18:
      return isVarint(body, value + 3, end);
    case 0x21:
      return value + 11 === end && !hasOwnText(body, value + 3);
    default:
      return false;
  }
}

/** True for one varint of at most nine bytes; longer ones deserve a closer look. */
function isVarint(body: Uint8Array, start: number, end: number): boolean {
  if (end - start > 9 || (body[end - 1] as number) >= 0x80) return false;
  for (let at = start; at < end - 1; at++) if ((body[at] as number) < 0x80) return false;
  return true;
}
