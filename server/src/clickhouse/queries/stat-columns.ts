/** What `request_stats_1h` counts by; the columns have the same names in `api_requests`. */
export const STAT_DIMENSIONS =
  'OrgId, KeyId, KeyPrefix, Code, Cause, Status, Method, Route, Release, Client, RateWindow, RateLimit';

/** A request that found 80 % or more of its window used, itself included. */
export const IS_NEAR = 'RateLimit > 0 AND RateUsed * 5 >= RateLimit * 4';

/** Each bin is 5 % wider than the one before, so its middle is off by 2.5 % at most. */
export const BIN_GROWTH = 1.05;
export const BIN_OF_1_MS = 142;

/** The bin of a duration, from 1 µs to 11 days. */
export const LATENCY_BIN = `toUInt16(${BIN_OF_1_MS} + ceil(log(greatest(0.001, least(1e9,
  if(isNaN(DurationMs), 0, DurationMs)))) / log(${BIN_GROWTH})))`;
