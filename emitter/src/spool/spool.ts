import type { PipelineState } from '@request-desk/shared/support-api';

/** The three streams, most precious first; a full disk drops from the end of this list. */
export const STREAMS = ['errors', 'logs', 'traces'] as const;
export type Stream = (typeof STREAMS)[number];

/**
 * The write-ahead log of telemetry. `append` is synchronous and returns once the bytes are written;
 * it throws SpoolError when they could not be, and never waits for a store.
 */
export interface Spool {
  /** The directory, which is this process's alone. */
  readonly path: string;
  /**
   * Appends one OTLP request body in protobuf (an ExportLogs- or ExportTraceServiceRequest). It is
   * the caller's again when this returns: an implementation that keeps it makes a copy.
   */
  append(stream: Stream, body: Uint8Array): void;
  state(): PipelineState;
  /**
   * When the oldest body that is not delivered was received, in milliseconds of performance.now();
   * what an earlier process left counts from the start of this one. Undefined when none waits.
   */
  oldestUndelivered(): number | undefined;
  /**
   * Registers what is called just before an `errors` segment that holds data is sealed. It may
   * append to `errors`: that goes into the same segment. What it throws is logged and changes nothing.
   */
  beforeSeal(listener: () => void): void;
  /** Seals `errors` and `logs` and starts delivering them now, unless a backoff is running. */
  flush(): void;
  /**
   * Delivers once more what was delivered lately, when there is nothing else to do: the receiver turned
   * out to be another one, or to have lost it.
   */
  repeat(): void;
  /** Flushes, stops delivery after one last attempt, and closes the files. */
  close(): Promise<void>;
}

/** What `make` gives for each stream. */
export function perStream<T>(make: (stream: Stream) => T): Record<Stream, T> {
  return { errors: make('errors'), logs: make('logs'), traces: make('traces') };
}
