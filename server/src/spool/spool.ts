import type { PipelineState } from '@request-desk/shared/support-api';

/** The three streams, most precious first; a full disk drops from the end of this list. */
export const STREAMS = ['errors', 'logs', 'traces'] as const;
export type Stream = (typeof STREAMS)[number];

/**
 * The write-ahead log of telemetry. `append` is synchronous and returns once the bytes are written;
 * it throws SpoolError when they could not be, and never waits for a store.
 */
export interface Spool {
  /**
   * Appends one OTLP request body in protobuf (an ExportLogs- or ExportTraceServiceRequest). It is
   * the caller's again when this returns: whoever keeps it makes a copy.
   */
  append(stream: Stream, body: Uint8Array): void;
  state(): PipelineState;
  /** Flushes, stops delivery after one last attempt, and closes the files. */
  close(): Promise<void>;
}
