/**
 * ClickHouse's codes of failures that may pass: timeouts, limits, lost connections, a missing keeper, too few
 * or stale replicas, or no disk space (src/Common/ErrorCodes.cpp). Asking again later may succeed, so they are outages.
 */
export const RETRYABLE = new Set([
  159, 160, 201, 202, 209, 210, 225, 236, 241, 242, 243, 279, 285, 286, 319, 369, 394, 999,
]);

/** Of a result that is over its limit: where it is our limit, the same is asked in another way. */
export const TOO_MANY_BYTES = 396;

/**
 * A table, a column or a database that is not there, as before and while they are made, and the
 * condition by which a delivery checks the mark.
 */
export const MISSING_OBJECT = new Set([16, 47, 60, 81, 395]);
