import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { REQUEST_COLUMNS, requestRowOf } from './request-row.ts';
import { type TimeRange, textsOf, WITHIN } from './time-range.ts';

/** A request with the fingerprints of what was called; empty where it has none. */
const calledRowOf = requestRowOf.extend({ call_target: z.string(), call_content: z.string() });
export type CalledRow = z.infer<typeof calledRowOf>;

interface AroundQuestion {
  readonly keyId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly range: TimeRange;
  readonly limit: number;
}

/**
 * Requests of one key around `at`, the nearest first: at most `limit` before and `limit` after it.
 */
export function requestsAround(
  clickhouse: ClickHouse,
  { keyId, at, range, limit }: AroundQuestion,
): Promise<CalledRow[]> {
  return clickhouse.query(
    `SELECT * FROM (
       SELECT ${REQUEST_COLUMNS}, CallTarget AS call_target, CallContent AS call_content
       FROM api_requests
       PREWHERE KeyId = {key: String} AND ${WITHIN}
       ORDER BY Timestamp, RequestId LIMIT 1 BY RequestId
     )
     ORDER BY abs(at - {at: Int64}), at, request_id
     LIMIT {limit: UInt32} BY at > {at: Int64}`,
    { key: keyId, at: Math.floor(at), ...textsOf(range), limit },
    calledRowOf,
  );
}
