import { crc32 } from 'node:zlib';
import { crc32c } from '@request-desk/shared/crc32c';

/**
 * A frame is one unknown protobuf field (number 1000, 12 bytes: magic, length, CRC-32) and the
 * body it announces. Every OTLP decoder skips the field, so a segment of frames is one valid message.
 */
const TAG = Buffer.from([0xc2, 0x3e, 12]);

interface Format {
  readonly prologue: Buffer;
  readonly sum: (body: Uint8Array) => number;
}

const CURRENT: Format = { prologue: Buffer.concat([TAG, Buffer.from('RqD2')]), sum: crc32 };
/** What earlier releases wrote, ever: a spool may be older than the release that reads it. */
const EARLIER: readonly Format[] = [
  { prologue: Buffer.concat([TAG, Buffer.from('RqD1')]), sum: crc32c },
];
const PROLOGUE = CURRENT.prologue;

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

/**
 * Reads frames from `segment`; after damage it goes on at the next frame that checks out. A segment
 * of an earlier format is known by its first frame, which no sender can write, and is read up to
 * the first damage only: what looks like an old frame further on may stand in somebody's body.
 */
export function scan(segment: Buffer): Scan {
  const earlier = EARLIER.find((format) => beginsWith(segment, 0, format));
  const format = earlier ?? CURRENT;
  const bodies: Buffer[] = [];
  let whole = 0;
  let at = 0;
  while (at < segment.length) {
    const body = bodyAt(segment, at, format);
    if (body === undefined) {
      at = earlier ? -1 : segment.indexOf(PROLOGUE, at + 1);
      if (at < 0) break;
      continue;
    }
    bodies.push(body);
    whole += FRAME_OVERHEAD + body.length;
    at += FRAME_OVERHEAD + body.length;
  }
  return { bodies, damagedBytes: segment.length - whole };
}

function beginsWith(segment: Buffer, at: number, { prologue }: Format): boolean {
  const end = at + prologue.length;
  return end <= segment.length && segment.compare(prologue, 0, prologue.length, at, end) === 0;
}

/** All formats have the same lengths: a prologue, the body's length and its checksum. */
function bodyAt(segment: Buffer, at: number, format: Format): Buffer | undefined {
  const start = at + FRAME_OVERHEAD;
  if (start > segment.length || !beginsWith(segment, at, format)) return undefined;
  const length = segment.readUInt32LE(at + PROLOGUE.length);
  const body = segment.subarray(start, start + length);
  const sum = segment.readUInt32LE(at + PROLOGUE.length + 4);
  return body.length === length && format.sum(body) === sum ? body : undefined;
}
