import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { framed, scan } from './frame.ts';
import type { SegmentDirectory } from './segment-directory.ts';

/**
 * Takes over segments that an earlier process was still writing: they are cut to their whole frames
 * and sealed. Returns how many were damaged; the damaged ones are kept aside as they were.
 */
export function recover(directory: SegmentDirectory): number {
  let damaged = 0;
  for (const segment of directory.list('open')) {
    const bytes = readFileSync(segment.path);
    const seal = directory.sealOf(segment.path);
    const { bodies, damagedBytes } = scan(bytes, seal);
    if (damagedBytes > 0) {
      damaged++;
      // A person may still read what a checksum refuses.
      writeFileSync(directory.quarantinePath(`${basename(segment.path)}.damaged`), bytes);
      const mended = `${segment.path}.mended`;
      const whole = bytes.subarray(0, bytes.length - damagedBytes);
      writeFileSync(mended, seal ? framed(seal, bodies) : whole);
      renameSync(mended, segment.path);
    }
    if (bodies.length === 0) directory.remove(segment);
    else directory.mark({ ...segment, bytes: bytes.length - damagedBytes }, 'seg');
  }
  return damaged;
}
