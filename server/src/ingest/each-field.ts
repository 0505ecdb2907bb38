/** Where a field stands. */
interface FieldPlace {
  readonly number: number;
  /** Its wire type. */
  readonly wire: number;
  /** Offset of its tag. */
  readonly from: number;
  /** Offsets of its value, the end excluded. */
  readonly start: number;
  readonly end: number;
}

/**
 * The fields of a message whose wire format was checked, without groups, in one pass. `visit` gets the
 * same object each time, so that millions of fields allocate one: it must not be kept.
 */
export function eachField(message: Uint8Array, visit: (field: FieldPlace) => void): void {
  const field = { number: 0, wire: 0, from: 0, start: 0, end: 0 };
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
    if (groups !== 0 || wire === 3 || wire === 4) continue;
    field.number = Math.floor(tag / 8);
    field.wire = wire;
    field.from = from;
    field.start = start;
    field.end = at;
    visit(field);
  }
}
