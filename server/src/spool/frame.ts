import { crc32 } from 'node:zlib';

/**
 * A frame is one unknown protobuf field (number 1000, 12 bytes: magic, length, CRC-32) and the
 * body it announces. Every OTLP decoder skips the field, so a segment of frames is one valid message.
 */
const TAG = Buffer.from([0xc2, 0x3e, 12]);
const MAGIC = Buffer.from('RqD2');
const PROLOGUE = Buffer.concat([TAG, MAGIC]);

/** Bytes that framing adds to a body. */
export const FRAME_OVERHEAD = PROLOGUE.length + 8;

/** What precedes `body` in a segment. */
export function frameHeader(body: Uint8Array): Buffer {
  const header = Buffer.allocUnsafe(FRAME_OVERHEAD);
  PROLOGUE.copy(header);
  header.writeUInt32LE(body.length, PROLOGUE.length);
  header.writeUInt32LE(crc32(body), PROLOGUE.length + 4);
  return header;
}

/** `body` with its frame, in one buffer. */
export function frame(body: Uint8Array): Buffer {
  return Buffer.concat([frameHeader(body), body]);
}

/** The bodies of a segment that are whole, and how many bytes belong to none. */
export interface Scan {
  readonly bodies: readonly Buffer[];
  /** Bytes outside whole frames: a torn tail, or stretches that were damaged on disk. */
  readonly damagedBytes: number;
}

/** Reads frames from `segment`; after damage it goes on at the next frame that checks out. */
export function scan(segment: Buffer): Scan {
  const bodies: Buffer[] = [];
  let whole = 0;
  let at = 0;
  while (at < segment.length) {
    const body = bodyAt(segment, at);
    if (body === undefined) {
      at = segment.indexOf(PROLOGUE, at + 1);
      if (at < 0) break;
      continue;
    }
    bodies.push(body);
    whole += FRAME_OVERHEAD + body.length;
    at += FRAME_OVERHEAD + body.length;
  }
  return { bodies, damagedBytes: segment.length - whole };
}

function bodyAt(segment: Buffer, at: number): Buffer | undefined {
  const start = at + FRAME_OVERHEAD;
  if (start > segment.length) return undefined;
  if (segment.compare(PROLOGUE, 0, PROLOGUE.length, at, at + PROLOGUE.length) !== 0) {
    return undefined;
  }
  const length = segment.readUInt32LE(at + PROLOGUE.length);
  const body = segment.subarray(start, start + length);
  const sum = segment.readUInt32LE(at + PROLOGUE.length + 4);
  return body.length === length && crc32(body) === sum ? body : undefined;
}
