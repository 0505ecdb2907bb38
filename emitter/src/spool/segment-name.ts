import { basename } from 'node:path';
import type { SegmentState } from './segment-directory.ts';
import type { SegmentSeal, SpoolKey } from './spool-key.ts';

/** `-mac` says that the frames carry codes; earlier releases wrote none. No sender chooses a name. */
const NAME = /^((\d{13})-(\d{6})(-mac)?)\.(open|seg|done)(?:\.part|\.mended)?$/;

/** What is encoded in the name of a segment's file. */
export interface SegmentName {
  /** The same in all states of the segment. */
  readonly stem: string;
  readonly receivedMs: number;
  readonly sequence: number;
  /** True where frames carry codes. */
  readonly sealed: boolean;
  readonly state: SegmentState;
}

/** Reads a path or name; undefined for files that are no segments. */
export function segmentName(path: string): SegmentName | undefined {
  const match = NAME.exec(basename(path));
  if (!match) return undefined;
  const [, stem = '', receivedMs, sequence, mac, state] = match;
  return {
    stem,
    receivedMs: Number(receivedMs),
    sequence: Number(sequence),
    sealed: mac !== undefined,
    state: state as SegmentState,
  };
}

/** The name of a new segment. */
export function newSegmentName(receivedMs: number, sequence: number, state: SegmentState): string {
  return `${String(receivedMs).padStart(13, '0')}-${String(sequence).padStart(6, '0')}-mac.${state}`;
}

/** What checks the frames of a segment; undefined for one of an earlier release. */
export function sealOfSegment(
  key: SpoolKey,
  stream: string,
  path: string,
): SegmentSeal | undefined {
  const name = segmentName(path);
  return name?.sealed ? key.sealOf(stream, name.stem) : undefined;
}
