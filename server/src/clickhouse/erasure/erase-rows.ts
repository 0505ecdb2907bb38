import { HOUR_MS } from '@request-desk/shared/durations';
import { ORG_ATTRIBUTES, REQUEST_EVENTS } from '@request-desk/shared/legacy-contract';
import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { STAT_DIMENSIONS } from '../queries/stat-columns.ts';
import { localTable, onCluster } from '../schema/schema-statements.ts';

/** What is to be erased: everything of the organisation up to that time. */
export interface ErasedOrg {
  readonly org: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What counts stand under from now on; nobody can tell from it who it was. */
  readonly pseudonym: string;
}

const counted = z.object({ count: z.number() });
const LONGEST_MS = HOUR_MS;
/** Waits until the parts are written anew, on every replica. */
const MUTATION = { mutations_sync: 2, allow_nondeterministic_mutations: 1 };

const BEFORE = 'Timestamp <= fromUnixTimestamp64Milli({at: Int64})';
const ERASED = 'TraceId IN (SELECT TraceId FROM erased_traces)';
const [NAME, FORMER_NAME] = ORG_ATTRIBUTES;
const ORG_OF_LOG = `if(LogAttributes['${NAME}'] != '', LogAttributes['${NAME}'], LogAttributes['${FORMER_NAME}'])`;
/** A trace in which requests of several organisations stand keeps those of the others. */
const THEIRS = `(EventName NOT IN {events: Array(String)} OR ${ORG_OF_LOG} IN ('', {org: String}))`;

const THEIR_REQUESTS = `OrgId = {org: String} AND ${BEFORE}`;
const THEIR_BUCKETS = 'OrgId = {org: String} AND Bucket <= toDateTime(intDiv({at: Int64}, 1000))';
/** Erased before `api_requests`, which then no longer says whose they are. */
const THEIR_CLIENT_TRACES = `request_id IN (SELECT RequestId FROM api_requests WHERE ${THEIR_REQUESTS})`;

const COUNTS: Readonly<Record<string, string>> = {
  otel_traces: `TraceId IN (SELECT TraceId FROM api_requests WHERE ${THEIR_REQUESTS})
    OR ${ERASED}`,
  otel_logs: `(TraceId IN (SELECT TraceId FROM api_requests WHERE ${THEIR_REQUESTS})
    OR ${ERASED}) AND ${THEIRS} AND ${BEFORE}`,
  client_traces: THEIR_CLIENT_TRACES,
  api_requests: THEIR_REQUESTS,
  error_rates_10s: THEIR_BUCKETS,
  error_rates_1m: THEIR_BUCKETS,
  error_rates_1h: THEIR_BUCKETS,
  request_stats_1h: THEIR_BUCKETS,
};

/** Tables that hold something of an organisation. */
export const ERASED_TABLES = Object.keys(COUNTS);

/** How many rows of `table` are of the organisation; what was erased before counts, where it came again. */
export async function rowsOf(
  clickhouse: ClickHouse,
  table: string,
  erased: ErasedOrg,
): Promise<number> {
  const sql = `SELECT count() AS count FROM ${table} WHERE ${COUNTS[table]}`;
  return (await clickhouse.query(sql, paramsOf(erased), counted))[0]?.count ?? 0;
}

/** From now on nothing of the organisation of before is taken again. */
export async function markOrgErased(clickhouse: ClickHouse, erased: ErasedOrg): Promise<void> {
  await clickhouse.command(
    `INSERT INTO erased_orgs SELECT {org: String}, fromUnixTimestamp64Milli({at: Int64}), {pseudonym: String}`,
    paramsOf(erased),
  );
}

/** Nor its traces, which name nobody. */
export async function markTracesErased(clickhouse: ClickHouse, erased: ErasedOrg): Promise<void> {
  await clickhouse.command(
    `INSERT INTO erased_traces SELECT DISTINCT TraceId, now() FROM api_requests
     WHERE OrgId = {org: String} AND ${BEFORE} AND TraceId != ''`,
    paramsOf(erased),
  );
}

/** Erases the rows of one table; what only counts stays, under the pseudonym. */
export async function eraseRows(
  clickhouse: ClickHouse,
  table: string,
  erased: ErasedOrg,
): Promise<void> {
  const params = paramsOf(erased);
  const run = (sql: string, settings = {}) => clickhouse.command(sql, params, settings, LONGEST_MS);
  const alter = `ALTER TABLE ${localTable(table, clickhouse.cluster)}${onCluster(clickhouse.cluster)}`;
  if (table === 'otel_traces') return run(`${alter} DELETE WHERE ${ERASED}`, MUTATION);
  if (table === 'otel_logs')
    return run(`${alter} DELETE WHERE ${ERASED} AND ${THEIRS} AND ${BEFORE}`, MUTATION);
  if (table === 'client_traces')
    return run(`${alter} DELETE WHERE ${THEIR_CLIENT_TRACES}`, MUTATION);
  if (table === 'api_requests')
    return run(
      `${alter} UPDATE OrgId = {pseudonym: String}, ${BLANKED.map((name) => `${name} = ''`).join(', ')}
       WHERE ${COUNTS[table]}`,
      MUTATION,
    );
  await run(renamed(table));
  return await run(`${alter} DELETE WHERE ${COUNTS[table]}`, MUTATION);
}

/** What of a request says who made it. Its time, outcome and number stay: totals are made of them. */
const BLANKED = [
  'KeyId',
  'KeyPrefix',
  'Path',
  'Message',
  'Client',
  'ClientVersion',
  'UserAgent',
  'ClientAddress',
  'SentryEventId',
  'CallTarget',
  'CallContent',
  'ClientRequestId',
];

/** The same counts, as they are counted again from the erased rows of `api_requests`. */
function renamed(table: string): string {
  if (table !== 'request_stats_1h')
    return `INSERT INTO ${table} (Bucket, Code, Status, Route, OrgId, Requests, Version)
      SELECT Bucket, Code, Status, Route, {pseudonym: String}, Requests, Version
      FROM ${table} FINAL WHERE ${COUNTS[table]}`;
  const dimensions = STAT_DIMENSIONS.split(', ').filter((one) => one !== 'OrgId');
  const blanked = dimensions.filter((one) => BLANKED.includes(one));
  const kept = dimensions.filter((one) => !BLANKED.includes(one)).join(', ');
  return `INSERT INTO request_stats_1h (Bucket, OrgId, ${blanked.join(', ')}, ${kept},
      Requests, Near, PeakUsed, FirstAt, LastAt, Version)
    SELECT Bucket, {pseudonym: String}, ${blanked.map(() => "''").join(', ')}, ${kept},
      sum(Requests), sum(Near), max(PeakUsed), min(FirstAt), max(LastAt), max(request_stats_1h.Version)
    FROM request_stats_1h FINAL WHERE ${COUNTS[table]} GROUP BY Bucket, ${kept}`;
}

function paramsOf({ org, at, pseudonym }: ErasedOrg) {
  return { org, at, pseudonym, events: [...REQUEST_EVENTS] };
}
