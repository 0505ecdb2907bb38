/** Only so much of a message is read for who sent it. */
const MOST_BYTES = 16 * 1024;
const END_OF_HEAD = '\r\n\r\n';
const REQUEST_LINE = /^[^\s:]+ [^\r\n]+\r?\n/;
const FIELD = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/;

/**
 * The message that Node's parser gave up at `parsed` of a packet: requests that were whole may stand
 * before it, and their heads say nothing of it.
 */
export function messageIn(packet: Buffer, parsed: number): Buffer {
  const before = packet.subarray(0, parsed).lastIndexOf(END_OF_HEAD);
  return before < 0 ? packet : packet.subarray(before + END_OF_HEAD.length);
}

/**
 * Names and values of the headers, in turn, of a message that is no request; none where it does not
 * begin like one. Lines that are not whole or not headers are left out.
 */
export function rawHeadersIn(message: Buffer): string[] {
  const text = message.toString('latin1', 0, MOST_BYTES).replace(/^[\r\n]+/, '');
  const first = REQUEST_LINE.exec(text);
  if (first === null) return [];
  const lines = text.substring(first[0].length).split(/\r?\n/);
  // What stands behind the last line end may be cut off.
  lines.pop();
  const end = lines.indexOf('');
  if (end >= 0) lines.splice(end);
  return lines.flatMap((line) => {
    const field = FIELD.exec(line);
    return field ? [field[1] ?? '', field[2] ?? ''] : [];
  });
}
