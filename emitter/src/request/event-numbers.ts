import type { ProtobufWriter } from '../otlp/protobuf.ts';

/**
 * Numbers the request events of this process, so that one that does not arrive is missed. Failed
 * ones (any status but 2xx) and succeeded ones are counted apart.
 */
export interface EventNumbers {
  /** Takes the next number and writes producer, epoch and number as attributes of a LogRecord. */
  stamp(writer: ProtobufWriter, failed: boolean): void;
  /** Takes a number for an event that could not be encoded: that it is missing shows as a gap. */
  skip(failed: boolean): void;
  /** Call when a failed event is in the spool, or kept for it, and before its answer leaves. */
  failedWritten(): void;
  /** Call when all succeeded events so far were handed to the spool. */
  succeededWritten(): void;
  /** Registers what hands succeeded events that wait in a batch to the spool. */
  flushBy(flush: () => void): void;
}
