import type { SegmentDirectory } from './segment-directory.ts';
import { STREAMS, type Stream } from './spool.ts';

type Directories = Readonly<Record<Stream, SegmentDirectory>>;

/** What was removed to make room. */
export interface EvictionResult {
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

/** What may go to make room for `stream`: nothing that is more precious, and no error for another. */
export function evictableFor(stream: Stream): readonly Stream[] {
  return STREAMS.slice(Math.max(1, STREAMS.indexOf(stream)));
}

/**
 * Removes segments until `wanted` bytes are free: copies of delivered data first, then what is
 * undelivered of the `dispensable` streams: oldest traces first, then oldest logs, oldest errors last.
 */
export function makeRoom(
  directories: Directories,
  wanted: number,
  dispensable: readonly Stream[],
): EvictionResult {
  const order = [
    ...STREAMS.toReversed().map((stream) => ['done', stream] as const),
    ...STREAMS.toReversed()
      .filter((stream) => dispensable.includes(stream))
      .map((stream) => ['seg', stream] as const),
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
