import { copyOf } from '../spool/copy-of.ts';

/** Below this, a loop is faster than the two calls into the runtime that text needs otherwise. */
const SHORT = 64;

/**
 * A minimal protobuf writer: one growing buffer, nested messages by back-patched lengths.
 * Field numbers and types are the caller's; see the .proto named at each encoder.
 */
export class ProtobufWriter {
  #buffer: Buffer;
  #length = 0;

  constructor(capacity = 1024) {
    this.#buffer = Buffer.allocUnsafe(capacity);
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  /** A copy of what was written. */
  finish(): Uint8Array {
    return copyOf(this.view());
  }

  /** What was written, until the next `reset`: no copy. */
  view(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  /** Begins again in the same buffer. */
  reset(): this {
    this.#length = 0;
    return this;
  }

  varint(field: number, value: number): this {
    this.#tag(field, 0);
    this.#varint(value);
    return this;
  }

  /** A signed int64 in the range that doubles hold exactly. */
  int64(field: number, value: number): this {
    return value >= 0 ? this.varint(field, value) : this.bigInt64(field, BigInt(value));
  }

  /** Any signed int64. */
  bigInt64(field: number, value: bigint): this {
    this.#tag(field, 0);
    this.#reserve(10);
    let rest = BigInt.asUintN(64, value);
    for (; rest > 0x7fn; rest >>= 7n) this.#buffer[this.#length++] = Number(rest & 0x7fn) | 0x80;
    this.#buffer[this.#length++] = Number(rest);
    return this;
  }

  /** An unsigned 64-bit integer of fixed width. */
  fixed64(field: number, value: bigint): this {
    this.#tag(field, 1);
    this.#reserve(8);
    this.#length = this.#buffer.writeBigUInt64LE(value, this.#length);
    return this;
  }

  double(field: number, value: number): this {
    this.#tag(field, 1);
    this.#reserve(8);
    this.#length = this.#buffer.writeDoubleLE(value, this.#length);
    return this;
  }

  fixed32(field: number, value: number): this {
    this.#tag(field, 5);
    this.#reserve(4);
    this.#length = this.#buffer.writeUInt32LE(value >>> 0, this.#length);
    return this;
  }

  /** A fixed64 given as whole seconds and nanoseconds: `seconds * 1e9 + nanos` without a BigInt. */
  nanoseconds(field: number, seconds: number, nanos: number): this {
    this.#tag(field, 1);
    this.#reserve(8);
    // seconds * 1e9 exceeds 2^53, so multiply in two halves of 16 bits.
    const high = Math.floor(seconds / 65536);
    const low = (seconds % 65536) * 1e9 + nanos;
    const middle = high * 1e9 + Math.floor(low / 65536);
    const lower = (middle % 65536) * 65536 + (low % 65536);
    this.#length = this.#buffer.writeUInt32LE(lower, this.#length);
    this.#length = this.#buffer.writeUInt32LE(Math.floor(middle / 65536) >>> 0, this.#length);
    return this;
  }

  string(field: number, value: string): this {
    this.#tag(field, 2);
    if (value.length < SHORT && this.#ascii(value)) return this;
    const size = Buffer.byteLength(value);
    this.#varint(size);
    this.#reserve(size);
    this.#length += this.#buffer.write(value, this.#length, size, 'utf8');
    return this;
  }

  bytes(field: number, value: Uint8Array): this {
    this.#tag(field, 2);
    this.#varint(value.length);
    this.#reserve(value.length);
    this.#buffer.set(value, this.#length);
    this.#length += value.length;
    return this;
  }

  /** Fields that are encoded already, tags included. */
  raw(fields: Uint8Array): this {
    this.#reserve(fields.length);
    this.#buffer.set(fields, this.#length);
    this.#length += fields.length;
    return this;
  }

  /** Bytes given as hexadecimal text. */
  hex(field: number, value: string): this {
    this.#tag(field, 2);
    const size = value.length >> 1;
    this.#varint(size);
    this.#reserve(size);
    this.#length += this.#buffer.write(value, this.#length, size, 'hex');
    return this;
  }

  /** A nested message whose fields `body` writes. */
  message(field: number, body: (writer: this) => void): this {
    const start = this.open(field);
    body(this);
    return this.close(start);
  }

  /** Begins a nested message; what is written until `close` belongs to it. Returns what `close` needs. */
  open(field: number): number {
    this.#tag(field, 2);
    this.#reserve(5);
    // One byte is right for nearly all lengths; what turns out to be longer moves up.
    this.#length++;
    return this.#length;
  }

  /** Ends the nested message that `open` began. */
  close(start: number): this {
    const size = this.#length - start;
    if (size > 0x7f) {
      const more = size < 1 << 14 ? 1 : size < 1 << 21 ? 2 : size < 1 << 28 ? 3 : 4;
      this.#reserve(more);
      this.#buffer.copyWithin(start + more, start, this.#length);
    }
    let at = start - 1;
    let rest = size;
    for (; rest > 0x7f; rest >>>= 7) this.#buffer[at++] = (rest & 0x7f) | 0x80;
    this.#buffer[at++] = rest;
    this.#length = at + size;
    return this;
  }

  /** Writes a short text with its length unless a character needs more than a byte. */
  #ascii(value: string): boolean {
    const size = value.length;
    this.#reserve(size + 1);
    const start = this.#length + 1;
    for (let i = 0; i < size; i++) {
      const code = value.charCodeAt(i);
      if (code >= 0x80) return false;
      this.#buffer[start + i] = code;
    }
    this.#buffer[this.#length] = size;
    this.#length = start + size;
    return true;
  }

  #tag(field: number, wireType: number): void {
    this.#varint(field * 8 + wireType);
  }

  #varint(value: number): void {
    this.#reserve(10);
    let rest = value;
    while (rest > 0x7f) {
      this.#buffer[this.#length++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    this.#buffer[this.#length++] = rest;
  }

  #reserve(extra: number): void {
    const needed = this.#length + extra;
    if (needed <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
  }
}
