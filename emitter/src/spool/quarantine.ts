import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Segment, SegmentDirectory } from './segment-directory.ts';

/**
 * Sets bytes of `segment` aside for a person to look at. Returns where, or undefined when they are
 * there already: the name is their content's, so that a repeated delivery sets nothing aside twice.
 */
export function quarantine(
  directory: SegmentDirectory,
  segment: Segment,
  bytes: Buffer,
): string | undefined {
  const sum = crc32(bytes).toString(16).padStart(8, '0');
  const name = `${basename(segment.path).substring(0, 20)}-${sum}.unreadable`;
  const path = directory.quarantinePath(name);
  if (existsSync(path)) return undefined;
  directory.make();
  writeFileSync(`${path}.part`, bytes);
  renameSync(`${path}.part`, path);
  return path;
}
