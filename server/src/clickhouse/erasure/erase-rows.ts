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
/** Waits until the parts are rewritten, on every replica. */
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

/** Of each table that holds something of an organisation, its rows there. */
const ROWS_OF_ORG = {
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
} as const;
type ErasedTable = keyof typeof ROWS_OF_ORG;

/** Tables that hold something of an organisation, in the order in which it is erased. */
export const ERASED_TABLES = Object.keys(ROWS_OF_ORG) as readonly ErasedTable[];

/** How many rows of `table` are of the organisation; what was erased before counts, where it came again. */
export async function rowsOf(
  clickhouse: ClickHouse,
  table: ErasedTable,
  erased: ErasedOrg,
): Promise<number> {
  const sql = `SELECT count() AS count FROM ${table} WHERE ${ROWS_OF_ORG[table]}`;
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

/** What of a request says who made it. */
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
] as const;
/** What stays of a request: totals are made of its time, outcome and number. */
const KEPT = [
  'Timestamp',
  'RequestId',
  'TraceId',
  'Code',
  'Cause',
  'Status',
  'Method',
  'Route',
  'DurationMs',
  'Field',
  'Rule',
  'RateWindow',
  'RateLimit',
  'RateUsed',
  'RetryAfterS',
  'ScopeRequired',
  'ScopesHeld',
  'Release',
  'Service',
  'Instance',
  'ExceptionType',
  'Producer',
  'Epoch',
  'Sequence',
  'ingested_at',
] as const;
/** Every column of `api_requests`, of which erasing says what becomes: a test holds it to the table. */
export const KNOWN_COLUMNS: readonly string[] = ['OrgId', ...BLANKED, ...KEPT];

/** What is run of a table; `alter` is the beginning of a statement that changes what holds its rows. */
interface Erasing {
  /** First, where rows are to be replaced. */
  readonly insert?: string;
  readonly alter: string;
}

/** What only counts stays, under the pseudonym. */
const ERASING: Readonly<Record<ErasedTable, Erasing>> = {
  otel_traces: { alter: `DELETE WHERE ${ERASED}` },
  otel_logs: { alter: `DELETE WHERE ${ERASED} AND ${THEIRS} AND ${BEFORE}` },
  client_traces: { alter: `DELETE WHERE ${THEIR_CLIENT_TRACES}` },
  api_requests: { alter: `UPDATE ${erasedColumns()} WHERE ${THEIR_REQUESTS}` },
  error_rates_10s: renamedRates('error_rates_10s'),
  error_rates_1m: renamedRates('error_rates_1m'),
  error_rates_1h: renamedRates('error_rates_1h'),
  request_stats_1h: renamedStats(),
};

/** Erases the rows of one table. */
export async function eraseRows(
  clickhouse: ClickHouse,
  table: ErasedTable,
  erased: ErasedOrg,
): Promise<void> {
  const params = paramsOf(erased);
  const { insert, alter } = ERASING[table];
  if (insert !== undefined) await clickhouse.command(insert, params, {}, LONGEST_MS);
  const { cluster } = clickhouse;
  const sql = `ALTER TABLE ${localTable(table, cluster)}${onCluster(cluster)} ${alter}`;
  await clickhouse.command(sql, params, MUTATION, LONGEST_MS);
}
function erasedColumns(): string {
  return ['OrgId = {pseudonym: String}', ...BLANKED.map((name) => `${name} = ''`)].join(', ');
}

/** The same counts, as they are counted again from the erased rows of `api_requests`. */
function renamedRates(table: ErasedTable): Erasing {
  const insert = `INSERT INTO ${table} (Bucket, Code, Status, Route, OrgId, Requests, Version)
    SELECT Bucket, Code, Status, Route, {pseudonym: String}, Requests, Version
    FROM ${table} FINAL WHERE ${THEIR_BUCKETS}`;
  return { insert, alter: `DELETE WHERE ${THEIR_BUCKETS}` };
}

function renamedStats(): Erasing {
  const dimensions = STAT_DIMENSIONS.split(', ').filter((one) => one !== 'OrgId');
  const isBlanked = (name: string) => BLANKED.some((one) => one === name);
  const blanked = dimensions.filter(isBlanked);
  const kept = dimensions.filter((one) => !isBlanked(one)).join(', ');
  const insert = `INSERT INTO request_stats_1h (Bucket, OrgId, ${blanked.join(', ')}, ${kept},
      Requests, Near, PeakUsed, FirstAt, LastAt, Version)
    SELECT Bucket, {pseudonym: String}, ${blanked.map(() => "''").join(', ')}, ${kept},
      sum(Requests), sum(Near), max(PeakUsed), min(FirstAt), max(LastAt), max(request_stats_1h.Version)
    FROM request_stats_1h FINAL WHERE ${THEIR_BUCKETS} GROUP BY Bucket, ${kept}`;
  return { insert, alter: `DELETE WHERE ${THEIR_BUCKETS}` };
}

function paramsOf({ org, at, pseudonym }: ErasedOrg) {
  return { org, at, pseudonym, events: [...REQUEST_EVENTS] };
}
