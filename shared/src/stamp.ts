/**
 * Who sent a ResourceSpans or ResourceLogs, in two fields of it that OpenTelemetry does not know: its
 * sender's name, and 1 where it came with the API's own credential. Only what spools it writes them.
 */
export const STAMP_FIELDS = { sender: 1001, own: 1002 } as const;

/** The name of the API's own credential. */
export const OWN_SENDER = 'api';
