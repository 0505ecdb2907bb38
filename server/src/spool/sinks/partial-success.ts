/** What an OTLP receiver refused of a request that it took. */
interface PartialSuccess {
  readonly rejected: number;
  readonly reason: string;
}

/**
 * Reads an Export*Response: field 1 is a message of the rejected count (1) and the error message
 * (2). Undefined where everything was taken.
 */
export function partialSuccess(response: Buffer): PartialSuccess | undefined {
  let at = 0;
  let rejected = 0;
  let reason = '';

  function varint(): number {
    let value = 0;
    for (let factor = 1; at < response.length; factor *= 128) {
      const byte = response[at++] ?? 0;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) break;
    }
    return value;
  }

  if (response[at++] !== 0x0a) return undefined;
  const end = varint() + at;
  while (at < end) {
    const tag = varint();
    if (tag === 8) rejected = varint();
    else if (tag === 18) {
      const length = varint();
      reason = response.toString('utf8', at, at + length);
      at += length;
    } else break;
  }
  return rejected > 0 || reason ? { rejected, reason } : undefined;
}
