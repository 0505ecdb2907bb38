import { crc32 } from 'node:zlib';
import { crc32c } from '@request-desk/shared/crc32c';
import { MAC_BYTES, type SegmentSeal } from './spool-key.ts';

/**
 * A frame is one unknown protobuf field (number 1000: magic, length, CRC-32 and a code over these and
 * the frame's place) and the body it announces. Every OTLP decoder skips the field, so a segment of
 * frames is one valid message. Without the spool's key nobody makes the code: what looks like a frame
 * within a body never becomes one.
 */
const SEALED = Buffer.concat([Buffer.from([0xc2, 0x3e, 12 + MAC_BYTES]), Buffer.from('RqD3')]);

/** Bytes that framing adds to a body. */
export const FRAME_OVERHEAD = SEALED.length + 8 + MAC_BYTES;

/** What earlier releases wrote, ever: a spool may be older than the release that reads it. */
const EARLIER = [
  { magic: 'RqD1', sum: crc32c },
  { magic: 'RqD2', sum: crc32 },
].map(({ magic, sum }) => ({
  sum,
  prologue: Buffer.concat([Buffer.from([0xc2, 0x3e, 12]), Buffer.from(magic)]),
}));
const EARLIER_OVERHEAD = SEALED.length + 8;

/** What precedes `body` at `offset` in a segment. */
export function frameHeader(seal: SegmentSeal, offset: number, body: Uint8Array): Buffer {
  const header = Buffer.allocUnsafe(FRAME_OVERHEAD);
  const sum = crc32(body);
  SEALED.copy(header);
  header.writeUInt32LE(body.length, SEALED.length);
  header.writeUInt32LE(sum, SEALED.length + 4);
  header.set(seal.mac(offset, body.length, sum), SEALED.length + 8);
  return header;
}

/** A segment that holds `bodies`; one of an earlier release is written without frames. */
export function framed(seal: SegmentSeal | undefined, bodies: readonly Uint8Array[]): Buffer {
  if (seal === undefined) return Buffer.concat(bodies);
  let offset = 0;
  return Buffer.concat(
    bodies.flatMap((body) => {
      const header = frameHeader(seal, offset, body);
      offset += FRAME_OVERHEAD + body.length;
      return [header, body];
    }),
  );
}

/** The bodies of a segment that are whole, and how many bytes belong to none. */
export interface Scan {
  readonly bodies: readonly Buffer[];
  /** Bytes outside whole frames: a torn tail, or stretches that were damaged on disk. */
  readonly damagedBytes: number;
}

/**
 * Reads the frames of a segment; after damage it goes on at the next frame whose code is right.
 * Without a seal it is of an earlier release, known by its first frame, and read up to the first
 * damage only: what looks like a frame further on may stand in somebody's body.
 */
export function scan(segment: Buffer, seal: SegmentSeal | undefined): Scan {
  return seal === undefined ? scanEarlier(segment) : scanSealed(segment, seal);
}

function scanSealed(segment: Buffer, seal: SegmentSeal): Scan {
  const bodies: Buffer[] = [];
  let whole = 0;
  let at = 0;
  while (at >= 0 && at < segment.length) {
    const body = sealedBody(segment, at, seal);
    if (body === undefined) {
      at = segment.indexOf(SEALED, at + 1);
      continue;
    }
    bodies.push(body);
    whole += FRAME_OVERHEAD + body.length;
    at += FRAME_OVERHEAD + body.length;
  }
  return { bodies, damagedBytes: segment.length - whole };
}

/** The code first: it is short work, however long a body somebody claims. */
function sealedBody(segment: Buffer, at: number, seal: SegmentSeal): Buffer | undefined {
  const start = at + FRAME_OVERHEAD;
  if (start > segment.length || !beginsWith(segment, at, SEALED)) return undefined;
  const length = segment.readUInt32LE(at + SEALED.length);
  const sum = segment.readUInt32LE(at + SEALED.length + 4);
  if (start + length > segment.length) return undefined;
  const code = segment.subarray(at + SEALED.length + 8, start);
  if (!seal.mac(at, length, sum).equals(code)) return undefined;
  const body = segment.subarray(start, start + length);
  return crc32(body) === sum ? body : undefined;
}

function scanEarlier(segment: Buffer): Scan {
  const format = EARLIER.find(({ prologue }) => beginsWith(segment, 0, prologue));
  const bodies: Buffer[] = [];
  let at = 0;
  while (format && at + EARLIER_OVERHEAD <= segment.length) {
    if (!beginsWith(segment, at, format.prologue)) break;
    const start = at + EARLIER_OVERHEAD;
    const length = segment.readUInt32LE(at + SEALED.length);
    const body = segment.subarray(start, start + length);
    if (body.length !== length) break;
    if (format.sum(body) !== segment.readUInt32LE(at + SEALED.length + 4)) break;
    bodies.push(body);
    at = start + length;
  }
  return { bodies, damagedBytes: segment.length - at };
}

function beginsWith(segment: Buffer, at: number, prologue: Buffer): boolean {
  const end = at + prologue.length;
  return end <= segment.length && segment.compare(prologue, 0, prologue.length, at, end) === 0;
}
