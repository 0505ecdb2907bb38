/** Where bytes travel in memory that is used again. */
const PLACES = /^(emitter\/src|server\/src\/(ingest|cli|database|http))\//;
const BYTES = /\b(Buffer|Uint8Array)\b/;

/**
 * Lines on which a file that handles bytes calls `slice`, one sentence each: of an Uint8Array it
 * copies and of a Buffer it does not, and a type says nothing about which of the two comes in.
 */
export function bytesFaults(file: string, text: string): string[] {
  if (!PLACES.test(file) || /\.test\.ts$/.test(file) || !BYTES.test(text)) return [];
  return text
    .split('\n')
    .flatMap((line, at) =>
      /\.slice\(/.test(line)
        ? `${file}:${at + 1}: slice may copy or not: copyOf() or subarray() for bytes, substring() or splice() for others`
        : [],
    );
}
