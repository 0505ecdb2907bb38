import { MINUTE_MS } from '@request-desk/shared/durations';

/** Rows become visible up to this long after their `ingested_at`: readers of what is new look back so far. */
export const VISIBLE_AFTER_MS = 5_000;

/** The same of slow inserts, for readers that look back so far now and then. */
export const LATE_VISIBLE_AFTER_MS = 10 * MINUTE_MS;
