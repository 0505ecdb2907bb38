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

/** The text of a google.rpc.Status (field 2) in a refusal; empty where it is none. */
export function statusMessage(response: Buffer): string {
  // The code, field 1, is below 128: two bytes.
  const at = response[0] === 0x08 ? 2 : 0;
  const length = response[at + 1] ?? 0;
  if (response[at] !== 0x12 || length >= 0x80 || at + 2 + length > response.length) return '';
  return response.toString('utf8', at + 2, at + 2 + length);
}
