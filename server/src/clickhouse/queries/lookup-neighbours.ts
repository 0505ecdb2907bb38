import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { REQUEST_COLUMNS, requestRowOf } from './request-row.ts';

/** A stretch of time in milliseconds since the epoch; `to` is excluded. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** Condition on `Timestamp` that also prunes partitions and the sort key. */
export const WITHIN = `Timestamp >= fromUnixTimestamp64Milli({from: Int64})
  AND Timestamp < fromUnixTimestamp64Milli({to: Int64})`;

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
    { key: keyId, at: Math.floor(at), ...whole(range), limit },
    calledRowOf,
  );
}

/** Bound as Int64, so without fractions. */
export function whole({ from, to }: TimeRange): TimeRange {
  return { from: Math.floor(from), to: Math.ceil(to) };
}
