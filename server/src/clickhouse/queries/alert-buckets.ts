import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { textsOf, WITHIN } from './time-range.ts';

/** Whole ten-second buckets, in seconds since the epoch; `to` is excluded. */
export interface AlertRange {
  readonly from: number;
  readonly to: number;
}

const BUCKETS = 'Bucket >= toDateTime({from: UInt32}) AND Bucket < toDateTime({to: UInt32})';
const AMONG = `${BUCKETS} AND toUnixTimestamp(Bucket) IN ({buckets: Array(UInt32)})`;

/** Parameters of AMONG. The range is what the primary key finds them by. */
function amongParams(buckets: readonly number[]) {
  return { buckets, from: Math.min(...buckets), to: Math.max(...buckets) + 10 };
}

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

const checksumRow = z.object({
  at: z.number(),
  version: z.number(),
  requests: z.number(),
  checksum: z.string(),
});

/**
 * What each bucket of a range held when it was computed last, and the two times before; the newest
 * first. Equal checksums: the same rows, whatever blocks they were inserted in.
 */
export function bucketChecksums(clickhouse: ClickHouse, range: AlertRange) {
  return clickhouse.query(
    `SELECT toUnixTimestamp(Bucket) AS at, Version AS version, sum(Counted) AS requests,
       toString(sum(Checksum)) AS checksum
     FROM error_rates_checksums FINAL WHERE ${BUCKETS}
     GROUP BY at, version ORDER BY at, version DESC LIMIT 3 BY at`,
    { ...range },
    checksumRow,
  );
}

const versionRow = z.object({ version: z.number() });

/**
 * The store's clock, in milliseconds, when the newest rows of buckets from `from` on were computed:
 * they hold whatever had arrived by then. 0 where none was.
 */
export async function rollupVersion(clickhouse: ClickHouse, from: number): Promise<number> {
  const [row] = await clickhouse.query(
    `SELECT max(Version) AS version FROM error_rates_checksums
     WHERE Bucket >= toDateTime({from: UInt32})`,
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

const requestsRow = z.object({
  at: z.number(),
  /** What they are counted by. */
  by: z.enum(['org', 'route']),
  name: z.string(),
  requests: z.number(),
});

export type RequestsRow = z.infer<typeof requestsRow>;

/** Requests of some buckets by organisation, and by route. */
export function requestsIn(
  clickhouse: ClickHouse,
  buckets: readonly number[],
): Promise<RequestsRow[]> {
  return requestsFrom(clickhouse, `error_rates_10s FINAL WHERE ${AMONG}`, amongParams(buckets));
}

/**
 * The same of one computation of each bucket, by bucket: a third of the work. Rows that a later one
 * has replaced are not found: compare with what it is known to have counted.
 */
export function requestsComputed(
  clickhouse: ClickHouse,
  computed: ReadonlyMap<number, { readonly version: number }>,
): Promise<RequestsRow[]> {
  const versions = [...computed.values()].map(({ version }) => version);
  return requestsFrom(
    clickhouse,
    `error_rates_10s WHERE ${AMONG} AND Version = transform(toUnixTimestamp(Bucket),
       {buckets: Array(UInt32)}, {versions: Array(UInt64)}, toUInt64(0))`,
    { ...amongParams([...computed.keys()]), versions },
  );
}

function requestsFrom(clickhouse: ClickHouse, source: string, params: Record<string, unknown>) {
  return clickhouse.query(
    `SELECT toUnixTimestamp(Bucket) AS at, if(grouping(OrgId) = 0, 'org', 'route') AS by,
       if(by = 'org', OrgId, Route) AS name, sum(Requests) AS requests
     FROM ${source} GROUP BY GROUPING SETS ((at, OrgId), (at, Route))`,
    params,
    requestsRow,
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

/** Judged errors of some buckets by organisation and route; `status` is their signal. */
export function errorsIn(
  clickhouse: ClickHouse,
  judged: JudgedCodes,
  buckets: readonly number[],
): Promise<ErrorRow[]> {
  return clickhouse.query(
    `SELECT toUnixTimestamp(Bucket) AS at, OrgId AS org, Route AS route,
       ${SIGNAL} AS status, sum(Requests) AS requests
     FROM error_rates_10s FINAL WHERE ${AMONG} AND Code > '' AND status != 0 GROUP BY at, org, route, status`,
    { ...codesAsParams(judged), ...amongParams(buckets) },
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
     WHERE ${WITHIN} AND has({server: Array(String)}, Code) AND has({draining: Array(String)}, Cause)
     GROUP BY at, org, route`,
    { server, draining, ...textsOf({ fromMs: range.from * 1000, toMs: range.to * 1000 }) },
    errorRow,
  );
}
