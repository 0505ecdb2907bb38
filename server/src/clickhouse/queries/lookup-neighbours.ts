import type { RequestRow } from '@request-desk/shared/dossier';
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

/** Requests of one key in a stretch of time; from its start, or from its end backwards. */
export function requestsOfKey(
  clickhouse: ClickHouse,
  keyId: string,
  range: TimeRange,
  order: 'oldest_first' | 'newest_first',
  limit: number,
): Promise<RequestRow[]> {
  const direction = order === 'oldest_first' ? 'ASC' : 'DESC';
  return clickhouse.query(
    `SELECT ${REQUEST_COLUMNS} FROM api_requests
     WHERE KeyId = {key: String} AND ${WITHIN}
     ORDER BY toStartOfMinute(Timestamp) ${direction}, Timestamp ${direction},
       RequestId ${direction}
     LIMIT 1 BY RequestId
     LIMIT {limit: UInt32}`,
    { key: keyId, ...whole(range), limit },
    requestRowOf,
  );
}

/** Bound as Int64, so without fractions. */
export function whole({ from, to }: TimeRange): TimeRange {
  return { from: Math.floor(from), to: Math.ceil(to) };
}
