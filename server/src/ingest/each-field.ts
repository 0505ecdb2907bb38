/** Told of a field: its number and wire type, where it begins, and where its value begins and ends. */
type Visit = (number: number, wire: number, from: number, start: number, end: number) => void;

/** The fields of a message whose wire format was checked, without groups, in one pass. */
export function eachField(message: Uint8Array, visit: Visit): void {
  let at = 0;
  let groups = 0;
  const varint = () => {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = message[at++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
  };
  while (at < message.length) {
    const from = at;
    const tag = varint();
    const wire = tag % 8;
    let start = at;
    if (wire === 0) varint();
    else if (wire === 1) at += 8;
    else if (wire === 5) at += 4;
    else if (wire === 2) {
      const length = varint();
      start = at;
      at += length;
    } else groups += wire === 3 ? 1 : -1;
    if (groups === 0 && wire !== 3 && wire !== 4) visit(Math.floor(tag / 8), wire, from, start, at);
  }
}
