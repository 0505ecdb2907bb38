import { MISSING_OBJECT, RETRYABLE } from './error-codes.ts';

/** Thrown when the store cannot answer at all; an outage is never shown as "not found". */
export class StoreUnavailable extends Error {}

/** Thrown when our tables are not there (yet): the process that keeps the schema makes them. */
export class StoreIncomplete extends StoreUnavailable {}

/**
 * Thrown when the store answered with an error; `code` is ClickHouse's number for it. Who asked knows as little
 * as in an outage: a limit, a quota or a right of our user may stand in the way.
 */
export class StoreRefused extends StoreUnavailable {
  readonly code: number;
  constructor(code: number, message: string, cause: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** What a fault of the store means, by ClickHouse's number for it; 0 or none where it said nothing. */
export function faultOf(code: number, message: string, cause: unknown): StoreUnavailable {
  const why = { cause: cause ?? message };
  if (MISSING_OBJECT.has(code))
    return new StoreIncomplete('the telemetry store lacks our tables', why);
  if (code > 0 && !RETRYABLE.has(code)) return new StoreRefused(code, message, cause);
  return new StoreUnavailable('the telemetry store did not answer', why);
}
