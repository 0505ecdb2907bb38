import type { PipelineState } from '@request-desk/shared/support-api';
import type { SegmentDirectory } from './segment-directory.ts';
import { STREAMS, type Stream } from './spool.ts';

interface Parts {
  readonly directories: Readonly<Record<Stream, SegmentDirectory>>;
  /** What is not sealed yet. */
  readonly open: readonly { readonly bytes: number; readonly receivedMs: number }[];
  readonly failing: boolean;
  readonly quarantined: number;
  readonly droppedBytes: number;
  readonly appendFailures: number;
}

/** What staff see of the spool; cheap enough to ask on every request. */
export function pipelineState(nowMs: number, parts: Parts): PipelineState {
  const { directories, open } = parts;
  const received = [
    ...open.map(({ receivedMs }) => receivedMs),
    ...STREAMS.flatMap((stream) => directories[stream].oldest('seg')?.receivedMs ?? []),
  ];
  const oldest = received.length > 0 ? Math.min(...received) : undefined;
  return {
    store: parts.failing ? 'unavailable' : 'ok',
    data_current_to: new Date(oldest ?? nowMs).toISOString(),
    backlog_bytes:
      open.reduce((sum, { bytes }) => sum + bytes, 0) +
      STREAMS.reduce((sum, stream) => sum + directories[stream].bytes('seg'), 0),
    backlog_segments:
      open.length + STREAMS.reduce((sum, stream) => sum + directories[stream].count('seg'), 0),
    oldest_undelivered_at: oldest === undefined ? null : new Date(oldest).toISOString(),
    quarantined_segments: parts.quarantined,
    dropped_bytes: parts.droppedBytes,
    append_failures: parts.appendFailures,
  };
}
