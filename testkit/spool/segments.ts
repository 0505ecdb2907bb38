import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { framed, scan } from '@request-desk/fastify/spool/frame';
import { sealOfSegment } from '@request-desk/fastify/spool/segment-name';
import { SpoolKey } from '@request-desk/fastify/spool/spool-key';
import { crc32c } from '@request-desk/shared/crc32c';

/** The bodies of a segment that lies in a spool directory, checked with that spool's key. */
export function bodiesIn(path: string): readonly Buffer[] {
  return scan(readFileSync(path), sealAt(path)).bodies;
}

/** A segment with these bodies, as the spool that `path` lies in would have written it. */
export function segmentOf(path: string, ...bodies: readonly Uint8Array[]): Buffer {
  return framed(sealAt(path), bodies);
}

/** Writes such a segment. */
export function writeSegment(path: string, ...bodies: readonly Uint8Array[]): void {
  writeFileSync(path, segmentOf(path, ...bodies));
}

function sealAt(path: string) {
  const directory = dirname(path);
  const key = SpoolKey.kept(dirname(directory));
  return sealOfSegment(key, basename(directory), path);
}

/** A frame of the first release: field 1000 of the message with magic, length and CRC-32C before the body. */
export function firstFrame(body: Uint8Array): Buffer {
  const header = Buffer.from([0xc2, 0x3e, 12, ...Buffer.from('RqD1'), ...Array(8).fill(0)]);
  header.writeUInt32LE(body.length, 7);
  header.writeUInt32LE(crc32c(body), 11);
  return Buffer.concat([header, body]);
}

/** A frame as releases before contract 1 wrote it, without a code. */
export function earlierFrame(body: Uint8Array): Buffer {
  const header = Buffer.from([0xc2, 0x3e, 12, ...Buffer.from('RqD2'), ...Array(8).fill(0)]);
  header.writeUInt32LE(body.length, 7);
  header.writeUInt32LE(crc32(body), 11);
  return Buffer.concat([header, body]);
}
