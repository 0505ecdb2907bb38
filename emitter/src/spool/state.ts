import type { PipelineState } from '@request-desk/shared/support-api';
import type { Clock } from './clock.ts';
import type { Segment, SegmentDirectory } from './segment-directory.ts';
import { STREAMS, type Stream } from './spool.ts';

type Directories = Readonly<Record<Stream, SegmentDirectory>>;
type Unsealed = Pick<Segment, 'bytes' | 'receivedMs' | 'heldSince'>;

interface Parts {
  readonly directories: Directories;
  /** What is not sealed yet. */
  readonly open: readonly Unsealed[];
  readonly failing: boolean;
  readonly quarantined: number;
  readonly droppedBytes: number;
  readonly appendFailures: number;
  readonly refusals: NonNullable<PipelineState['refusals']>;
}

/**
 * When the oldest undelivered body was received, by the monotonic clock; undefined when none waits. What
 * an earlier process left has only a stamp to go by.
 */
export function oldestHeld(
  { now, monotonic }: Clock,
  { directories, open }: Pick<Parts, 'directories' | 'open'>,
): number | undefined {
  const sealed = STREAMS.flatMap((stream) => directories[stream].oldest('seg') ?? []);
  const left = sealed
    .filter(({ inherited }) => inherited)
    .map(({ receivedMs }) => monotonic() - (now() - receivedMs));
  const since = [...open, ...sealed].map(({ heldSince }) => heldSince);
  return since.length > 0 ? Math.min(...since, ...left) : undefined;
}

/** What staff see of the spool; cheap enough to ask on every request. */
export function pipelineState(clock: Clock, parts: Parts): PipelineState {
  const { directories, open, refusals } = parts;
  const { now, monotonic } = clock;
  const held = oldestHeld(clock, parts);
  // The age on today's wall clock, so that a step of it shows no hour that never was.
  const oldest = held === undefined ? undefined : Math.round(now() - (monotonic() - held));
  return {
    store: parts.failing ? 'unavailable' : 'ok',
    data_current_to: new Date(oldest ?? now()).toISOString(),
    backlog_bytes:
      open.reduce((sum, { bytes }) => sum + bytes, 0) +
      STREAMS.reduce((sum, stream) => sum + directories[stream].bytes('seg'), 0),
    backlog_segments:
      open.length + STREAMS.reduce((sum, stream) => sum + directories[stream].count('seg'), 0),
    oldest_undelivered_at: oldest === undefined ? null : new Date(oldest).toISOString(),
    quarantined_segments: parts.quarantined,
    dropped_bytes: parts.droppedBytes,
    append_failures: parts.appendFailures,
    ...(refusals.segments + refusals.dropped_records > 0 && { refusals }),
  };
}
