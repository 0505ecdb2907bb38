import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { frame, scan } from './frame.ts';
import type { SegmentDirectory } from './segment-directory.ts';

/**
 * Takes over what an earlier process left: open segments are cut to their whole frames and sealed;
 * after an unclean end, delivered segments are delivered again. Returns the damaged stretches found.
 */
export function recover(directory: SegmentDirectory, unclean: boolean): number {
  let damaged = 0;
  for (const segment of directory.list('open')) {
    const bytes = readFileSync(segment.path);
    const { bodies, damagedBytes } = scan(bytes);
    if (damagedBytes > 0) {
      damaged++;
      // The whole file is kept aside: a person may still read what a checksum refuses.
      writeFileSync(directory.quarantinePath(`${basename(segment.path)}.damaged`), bytes);
      const mended = `${segment.path}.mended`;
      writeFileSync(mended, Buffer.concat(bodies.map(frame)));
      renameSync(mended, segment.path);
    }
    if (bodies.length === 0) directory.remove(segment.path);
    else directory.mark(segment.path, 'seg');
  }
  if (unclean) {
    for (const segment of directory.list('done')) directory.mark(segment.path, 'seg');
  }
  return damaged;
}
