import { MAX_DEPTH, Malformed } from './otlp-messages.ts';

/** One field of a message, as it stands on the wire. */
export interface WireField {
  readonly number: number;
  readonly wire: number;
  /** The value of a varint; 0 for others. */
  readonly integer: bigint;
  /** The value of a length-delimited, fixed64 or fixed32 field; empty for varints. */
  readonly bytes: Uint8Array;
  /** Tag and value, to be copied as they are. */
  readonly raw: Uint8Array;
}

const EMPTY = new Uint8Array();

/**
 * The fields of one message, in order, without groups. For the few bodies that are rewritten; a
 * walk has checked them. Throws Malformed all the same.
 */
export function fieldsIn(message: Uint8Array): WireField[] {
  const fields: WireField[] = [];
  const open: number[] = [];
  let at = 0;

  function varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = message[at++];
      if (byte === undefined) break;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new Malformed('a number is cut off');
  }

  while (at < message.length) {
    const start = at;
    const tag = Number(varint());
    const wire = tag & 7;
    const number = Math.floor(tag / 8);
    let integer = 0n;
    let length = 0;
    if (wire === 0) integer = varint();
    else if (wire === 1) length = 8;
    else if (wire === 2) length = Number(varint());
    else if (wire === 5) length = 4;
    else if (wire === 3) open.push(number);
    else open.pop();
    const bytes = length > 0 ? message.subarray(at, at + length) : EMPTY;
    at += length;
    if (at > message.length) throw new Malformed('a field is cut off');
    if (wire === 3 || wire === 4 || open.length > 0) continue;
    fields.push({ number, wire, integer, bytes, raw: message.subarray(start, at) });
  }
  return fields;
}

/** The field that counts where a scalar of this wire type stands more than once. */
export function lastOf(
  fields: readonly WireField[],
  number: number,
  wire: number,
): WireField | undefined {
  return fields.findLast((field) => field.number === number && field.wire === wire);
}

/** A message that stands more than once is the sum of its parts: their bytes one after another. */
export function mergedOf(fields: readonly WireField[], number: number): Uint8Array {
  const parts = fields.filter((field) => field.number === number && field.wire === 2);
  const [only] = parts;
  if (parts.length <= 1) return only?.bytes ?? EMPTY;
  return Buffer.concat(parts.map(({ bytes }) => bytes));
}

/**
 * Where the group ends whose start tag, of field `opened`, stands before `at`. Groups are protobuf's
 * oldest nesting: valid wire format that no OTLP message uses. Throws Malformed.
 */
export function skipGroup(body: Uint8Array, start: number, end: number, opened: number): number {
  const open = [opened];
  let at = start;

  function varint(): number {
    let value = 0;
    for (let shift = 0; shift < 70 && at < end; shift += 7) {
      const byte = body[at++] as number;
      if (shift < 49) value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new Malformed('a number is cut off or longer than ten bytes');
  }

  while (open.length > 0) {
    if (open.length > MAX_DEPTH) throw new Malformed('groups are nested too deep');
    const before = at;
    const tag = varint();
    if (tag > 0xffffffff || at - before > 5) throw new Malformed('a field number is out of range');
    const wire = tag & 7;
    const number = tag >>> 3;
    if (number === 0) throw new Malformed('a field has the number 0');
    if (wire === 0) varint();
    else if (wire === 1) at += 8;
    else if (wire === 2) {
      const length = varint();
      at += length;
    } else if (wire === 3) open.push(number);
    else if (wire === 4 && open.pop() === number) continue;
    else if (wire === 5) at += 4;
    else throw new Malformed('a group is not closed as it was opened');
    if (at > end) throw new Malformed('a group is cut off');
  }
  return at;
}
