import { MALFORMED, MAX_DEPTH, MalformedBody } from './body-faults.ts';

const EMPTY = new Uint8Array();

/**
 * One field of a message, where it stands on the wire. What it holds is read when it is asked for: a
 * hostile body is made of millions of fields that nobody looks into.
 */
export class WireField {
  readonly number: number;
  readonly wire: number;
  readonly #message: Uint8Array;
  readonly #start: number;
  readonly #value: number;
  readonly #end: number;

  // biome-ignore lint/complexity/useMaxParams: one per field of a hostile body; an object of options for each would double the garbage.
  constructor(message: Uint8Array, tag: number, start: number, value: number, end: number) {
    this.number = Math.floor(tag / 8);
    this.wire = tag & 7;
    this.#message = message;
    this.#start = start;
    this.#value = value;
    this.#end = end;
  }

  /** The value of a varint; 0 for others. */
  get integer(): bigint {
    let value = 0n;
    if (this.wire !== 0) return value;
    for (let at = this.#end - 1; at >= this.#value; at--)
      value = (value << 7n) | BigInt((this.#message[at] as number) & 0x7f);
    return BigInt.asUintN(64, value);
  }

  /** The value of a length-delimited, fixed64 or fixed32 field; empty for varints. */
  get bytes(): Uint8Array {
    return this.wire === 0 ? EMPTY : this.#message.subarray(this.#value, this.#end);
  }

  /** Tag and value, to be copied as they are. */
  get raw(): Uint8Array {
    return this.#message.subarray(this.#start, this.#end);
  }
}

/**
 * The fields of one message, in order, without groups. For the few bodies that are rewritten; a
 * walk has checked them. Throws Malformed all the same.
 */
export function fieldsIn(message: Uint8Array): WireField[] {
  const fields: WireField[] = [];
  const open: number[] = [];
  let at = 0;

  /** As a double, exact for all lengths and tags. */
  function varint(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 10; i++) {
      const byte = message[at++];
      if (byte === undefined) break;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    throw new MalformedBody('a number is cut off');
  }

  while (at < message.length) {
    const start = at;
    const tag = varint();
    const wire = tag & 7;
    let value = at;
    if (wire === 0) varint();
    else if (wire === 1) at += 8;
    else if (wire === 2) {
      const length = varint();
      value = at;
      at += length;
    } else if (wire === 5) at += 4;
    else if (wire === 3) open.push(Math.floor(tag / 8));
    else open.pop();
    if (at > message.length) throw new MalformedBody(MALFORMED.cutField);
    if (wire === 3 || wire === 4 || open.length > 0) continue;
    fields.push(new WireField(message, tag, start, value, at));
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
    throw new MalformedBody(MALFORMED.longNumber);
  }

  while (open.length > 0) {
    if (open.length > MAX_DEPTH) throw new MalformedBody('groups are nested too deep');
    const before = at;
    const tag = varint();
    if (tag > 0xffffffff || at - before > 5) throw new MalformedBody(MALFORMED.fieldNumber);
    const wire = tag & 7;
    const number = tag >>> 3;
    if (number === 0) throw new MalformedBody(MALFORMED.fieldZero);
    if (wire === 0) varint();
    else if (wire === 1) at += 8;
    else if (wire === 2) {
      const length = varint();
      at += length;
    } else if (wire === 3) open.push(number);
    else if (wire === 4 && open.pop() === number) continue;
    else if (wire === 5) at += 4;
    else throw new MalformedBody('a group is not closed as it was opened');
    if (at > end) throw new MalformedBody('a group is cut off');
  }
  return at;
}
