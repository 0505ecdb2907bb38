import { z } from 'zod';
import { isoOfMs } from './millis.ts';

/** Columns of `api_requests` that a list of requests shows, but for its time. */
export const PLAIN_COLUMNS = `RequestId AS request_id, Code AS code, Cause AS cause, Status AS status,
  Method AS method, Route AS route, OrgId AS org, KeyPrefix AS key_prefix, DurationMs AS duration_ms`;

/** All of them; parsed by `requestRowOf`. */
export const REQUEST_COLUMNS = `${PLAIN_COLUMNS}, toUnixTimestamp64Milli(Timestamp) AS at`;

/** A row of REQUEST_COLUMNS; the wire's `requestRow` once parsed. */
export const requestRowOf = z.object({
  request_id: z.string(),
  at: isoOfMs,
  code: z.string(),
  cause: z.string(),
  status: z.number(),
  method: z.string(),
  route: z.string(),
  org: z.string(),
  key_prefix: z.string(),
  // Not a number in a hostile event is null in JSON.
  duration_ms: z
    .number()
    .nullable()
    .transform((ms) => ms ?? 0),
});
