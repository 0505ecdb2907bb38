/** What telemetry did since the process started. */
export interface Counters {
  requests: number;
  /** Request events of answers outside 2xx. */
  errors: number;
  /** Error events that the spool did not take; each was printed to stdout instead. */
  eventsPrinted: number;
  /** Spans and records of batches that the spool did not take. */
  spansDropped: number;
  recordsDropped: number;
  sentryEvents: number;
  sentrySuppressed: number;
  /** Faults of telemetry itself; the customer's answer went out all the same. */
  faults: number;
}

export function newCounters(): Counters {
  return {
    requests: 0,
    errors: 0,
    eventsPrinted: 0,
    spansDropped: 0,
    recordsDropped: 0,
    sentryEvents: 0,
    sentrySuppressed: 0,
    faults: 0,
  };
}
