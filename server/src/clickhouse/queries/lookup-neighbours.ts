import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { compareValues, firstOfEach } from './few-rows.ts';
import { microseconds } from './millis.ts';
import { PLAIN_COLUMNS, REQUEST_COLUMNS, requestRowOf } from './request-row.ts';
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

/** So many rows are read as they are; of more, the store finds the nearest. */
const FEW_AROUND = 500;

/**
 * Requests of one key around `at`, the nearest first: at most `limit` before and `limit` after it.
 */
export async function requestsAround(
  clickhouse: ClickHouse,
  question: AroundQuestion,
): Promise<CalledRow[]> {
  return (await fewAround(clickhouse, question)) ?? (await nearestAround(clickhouse, question));
}

/** A row as it is stored: what a function would make of it costs the store analysis. */
const plainRow = calledRowOf.extend({ at: z.string() });

/** The same where the key made few requests; undefined where it made more. */
async function fewAround(
  clickhouse: ClickHouse,
  { keyId, at, range, limit }: AroundQuestion,
): Promise<CalledRow[] | undefined> {
  const found = await clickhouse.query(
    `SELECT ${PLAIN_COLUMNS}, Timestamp AS at, CallTarget AS call_target, CallContent AS call_content
     FROM api_requests
     PREWHERE KeyId = {key: String} AND ${WITHIN}
     LIMIT ${FEW_AROUND + 1}`,
    { key: keyId, ...textsOf(range) },
    plainRow,
  );
  if (found.length > FEW_AROUND) return undefined;
  const order = (row: z.infer<typeof plainRow>) => [row.at, row.request_id];
  found.sort((a, b) => compareValues(order(a), order(b)));
  const middle = Math.floor(at);
  const rows = firstOfEach(found, ({ request_id }) => [request_id])
    .map((row) => ({ ...row, ms: Math.floor(microseconds(row.at) / 1000) }))
    .sort((a, b) => compareValues(nearness(a, middle), nearness(b, middle)));
  const left = { before: limit, after: limit };
  return rows
    .filter(({ ms }) => left[ms > middle ? 'after' : 'before']-- > 0)
    .map(({ ms, ...row }) => ({ ...row, at: new Date(ms).toISOString() }));
}

function nearness({ ms, request_id }: { ms: number; request_id: string }, middle: number) {
  return [Math.abs(ms - middle), ms, request_id];
}

function nearestAround(
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
