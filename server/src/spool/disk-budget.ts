import type { SegmentDirectory, SegmentState } from './segment-directory.ts';
import { STREAMS, type Stream } from './spool.ts';

/** Least precious first: copies of delivered data, then traces, logs, and error events last. */
const ORDER: readonly (readonly [SegmentState, Stream])[] = [
  ...[...STREAMS].reverse().map((stream) => ['done', stream] as const),
  ...[...STREAMS].reverse().map((stream) => ['seg', stream] as const),
];

/**
 * Removes segments until at most `maxBytes` are on disk. Returns the undelivered bytes that were
 * lost by it; removing delivered copies loses nothing.
 */
export function enforceBudget(
  directories: Readonly<Record<Stream, SegmentDirectory>>,
  maxBytes: number,
): number {
  const all = STREAMS.flatMap((stream) =>
    directories[stream].list().map((segment) => ({ stream, segment })),
  );
  let excess = all.reduce((sum, { segment }) => sum + segment.bytes, 0) - maxBytes;
  let dropped = 0;
  for (const [state, stream] of ORDER) {
    for (const { segment } of all.filter((s) => s.stream === stream && s.segment.state === state)) {
      if (excess <= 0) return dropped;
      directories[stream].remove(segment.path);
      excess -= segment.bytes;
      if (state === 'seg') dropped += segment.bytes;
    }
  }
  return dropped;
}
