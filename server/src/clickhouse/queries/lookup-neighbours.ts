import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { timeText } from './millis.ts';
import { REQUEST_COLUMNS, requestRowOf } from './request-row.ts';

/** A stretch of time in milliseconds since the epoch; `to` is excluded. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** Condition on `Timestamp` that also prunes partitions and the sort key; bound by `textsOf`. */
export const WITHIN = 'Timestamp >= {from: String} AND Timestamp < {to: String}';

/** A request with the fingerprints of what was called; empty where it has none. */
const calledRowOf = requestRowOf.extend({ call_target: z.string(), call_content: z.string() });
export type CalledRow = z.infer<typeof calledRowOf>;

/**
 * Requests of one key around `at`, the nearest first: at most `limit` before and `limit` after it.
 */
export function requestsAround(
  clickhouse: ClickHouse,
  keyId: string,
  at: number,
  range: TimeRange,
  limit: number,
): Promise<CalledRow[]> {
  return clickhouse.query(
    `SELECT * FROM (
       SELECT ${REQUEST_COLUMNS}, CallTarget AS call_target, CallContent AS call_content
       FROM api_requests
       WHERE KeyId = {key: String} AND ${WITHIN}
       ORDER BY Timestamp, RequestId LIMIT 1 BY RequestId
     )
     ORDER BY abs(at - {at: Int64}), at, request_id
     LIMIT {limit: UInt32} BY at > {at: Int64}`,
    { key: keyId, at: Math.floor(at), ...textsOf(range), limit },
    calledRowOf,
  );
}

/** A range as what a time can be compared with, to the millisecond: no function has to make it one. */
export function textsOf({ from, to }: TimeRange): { readonly from: string; readonly to: string } {
  return { from: timeText(Math.floor(from)), to: timeText(Math.ceil(to)) };
}
