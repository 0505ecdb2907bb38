import type { SegmentDirectory } from './segment-directory.ts';
import { STREAMS, type Stream } from './spool.ts';

type Directories = Readonly<Record<Stream, SegmentDirectory>>;

/** What was removed to make room. */
export interface Freed {
  readonly bytes: number;
  /** Bytes among them that had not been delivered, and are lost. */
  readonly lostBytes: number;
}

export function bytesOnDisk(directories: Directories): number {
  return STREAMS.reduce(
    (sum, stream) => sum + directories[stream].bytes('seg') + directories[stream].bytes('done'),
    0,
  );
}

/**
 * Removes segments until `wanted` bytes are free: copies of delivered data first, then what is
 * undelivered, oldest traces first, then oldest logs, then oldest errors; nothing that is more
 * precious than `favoured`, for which the room is made.
 */
export function makeRoom(directories: Directories, wanted: number, favoured: Stream): Freed {
  const dispensable = STREAMS.slice(STREAMS.indexOf(favoured)).reverse();
  const order = [
    ...[...STREAMS].reverse().map((stream) => ['done', stream] as const),
    ...dispensable.map((stream) => ['seg', stream] as const),
  ];
  let bytes = 0;
  let lostBytes = 0;
  for (const [state, stream] of order) {
    while (bytes < wanted) {
      const segment = directories[stream].oldest(state);
      if (segment === undefined) break;
      directories[stream].remove(segment);
      bytes += segment.bytes;
      if (state === 'seg') lostBytes += segment.bytes;
    }
  }
  return { bytes, lostBytes };
}
