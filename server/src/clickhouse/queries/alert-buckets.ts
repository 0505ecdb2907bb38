import { z } from 'zod';
import type { ClickHouse } from '../client.ts';

/** Whole ten-second buckets, in seconds since the epoch; `to` is excluded. */
export interface AlertRange {
  readonly from: number;
  readonly to: number;
}

const WITHIN = 'Bucket >= toDateTime({from: UInt32}) AND Bucket < toDateTime({to: UInt32})';
/** Codes whose errors are judged without any rule of staff's. */
export interface JudgedCodes {
  readonly server: readonly string[];
  readonly limit: readonly string[];
  /** All codes of the API; of any other code the status says what it is, where that is judged. */
  readonly known: readonly string[];
  readonly others: { readonly server: boolean; readonly limit: boolean };
  /** Causes of processes that were shutting down. */
  readonly draining: readonly string[];
}

/** 500 for faults of the API, 429 for limits, else 0: the names that the engine stores. */
const SIGNAL = `multiIf(
  has({server: Array(String)}, Code), 500,
  has({limit: Array(String)}, Code), 429,
  Code = '' OR has({known: Array(String)}, Code), 0,
  {otherServer: Bool} AND Status >= 500, 500,
  {otherLimit: Bool} AND Status = 429, 429,
  0)`;

function codesAsParams({ server, limit, known, others }: JudgedCodes) {
  return { server, limit, known, otherServer: others.server, otherLimit: others.limit };
}

const sumRow = z.object({
  at: z.number(),
  requests: z.number(),
  errors: z.number(),
  version: z.number(),
});

/**
 * Sums by bucket, of those that were computed again after `since` (the store's clock in
 * milliseconds): enough to see whether a bucket has changed, and when it was last computed.
 */
export function bucketSums(
  clickhouse: ClickHouse,
  judged: JudgedCodes,
  range: AlertRange,
  since: number,
) {
  return clickhouse.query(
    `SELECT toUnixTimestamp(Bucket) AS at, sum(Requests) AS requests,
       sumIf(Requests, ${SIGNAL} != 0) AS errors, max(Version) AS version
     FROM error_rates_10s FINAL
     WHERE ${WITHIN} AND Bucket IN (
       SELECT DISTINCT Bucket FROM error_rates_10s WHERE ${WITHIN} AND Version > {since: UInt64}
     )
     GROUP BY at ORDER BY at`,
    { ...codesAsParams(judged), ...range, since: Math.max(0, since) },
    sumRow,
  );
}

const versionRow = z.object({ version: z.number() });

/**
 * The store's clock, in milliseconds, when the newest rows since `from` were computed: they hold
 * whatever had arrived by then. 0 where there are none.
 */
export async function rollupVersion(clickhouse: ClickHouse, from: number): Promise<number> {
  const [row] = await clickhouse.query(
    `SELECT max(Version) AS version FROM error_rates_10s WHERE Bucket >= toDateTime({from: UInt32})`,
    { from },
    versionRow,
  );
  return row?.version ?? 0;
}

const newestRow = z.object({ at: z.number() });

/** Start of the newest bucket from `from` on that has rows, in seconds; 0 where none has. */
export async function newestBucket(clickhouse: ClickHouse, from: number): Promise<number> {
  const [row] = await clickhouse.query(
    `SELECT toUnixTimestamp(max(Bucket)) AS at FROM error_rates_10s WHERE Bucket >= toDateTime({from: UInt32})`,
    { from },
    newestRow,
  );
  return row?.at ?? 0;
}

const namedRow = z.object({ at: z.number(), name: z.string(), requests: z.number() });

/** Requests by bucket and organisation. */
export function requestsByOrg(clickhouse: ClickHouse, range: AlertRange) {
  return clickhouse.query(
    `SELECT toUnixTimestamp(Bucket) AS at, OrgId AS name, sum(Requests) AS requests
     FROM error_rates_10s FINAL WHERE ${WITHIN} GROUP BY at, name`,
    { ...range },
    namedRow,
  );
}

/** Requests by bucket and route. */
export function requestsByRoute(clickhouse: ClickHouse, range: AlertRange) {
  return clickhouse.query(
    `SELECT toUnixTimestamp(Bucket) AS at, Route AS name, sum(Requests) AS requests
     FROM error_rates_10s FINAL WHERE ${WITHIN} GROUP BY at, name`,
    { ...range },
    namedRow,
  );
}

const errorRow = z.object({
  at: z.number(),
  org: z.string(),
  route: z.string(),
  status: z.number(),
  requests: z.number(),
});
export type ErrorRow = z.infer<typeof errorRow>;

/** Errors that are judged by bucket, organisation and route; `status` is their signal. */
export function judgedErrors(
  clickhouse: ClickHouse,
  judged: JudgedCodes,
  range: AlertRange,
): Promise<ErrorRow[]> {
  return clickhouse.query(
    `SELECT toUnixTimestamp(Bucket) AS at, OrgId AS org, Route AS route,
       ${SIGNAL} AS status, sum(Requests) AS requests
     FROM error_rates_10s FINAL WHERE ${WITHIN} AND status != 0 GROUP BY at, org, route, status`,
    { ...codesAsParams(judged), ...range },
    errorRow,
  );
}

/**
 * Faults of processes that were shutting down. Rollups do not know causes, so this reads requests;
 * ask only for buckets that have faults.
 */
export function drainingErrors(
  clickhouse: ClickHouse,
  { server, draining }: JudgedCodes,
  range: AlertRange,
): Promise<ErrorRow[]> {
  return clickhouse.query(
    `SELECT toUnixTimestamp(toStartOfInterval(toDateTime(Timestamp), INTERVAL 10 SECOND)) AS at,
       OrgId AS org, Route AS route, 500 AS status, uniqExact(RequestId) AS requests
     FROM api_requests
     WHERE toStartOfMinute(Timestamp) >= toStartOfMinute(toDateTime({from: UInt32}))
       AND Timestamp >= toDateTime({from: UInt32}) AND Timestamp < toDateTime({to: UInt32})
       AND has({server: Array(String)}, Code) AND has({draining: Array(String)}, Cause)
     GROUP BY at, org, route`,
    { server, draining, ...range },
    errorRow,
  );
}
