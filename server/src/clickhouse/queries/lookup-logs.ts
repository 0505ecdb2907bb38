import { REQUEST_EVENTS } from '@request-desk/shared/legacy-contract';
import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { boundedAttributes, DETAIL_BYTES } from './bounded-attributes.ts';
import { type DayRange, daysBound, WITHIN_DAYS } from './day-range.ts';
import {
  atMostBytes,
  compareValues,
  FEW_ROWS,
  firstOfEach,
  isWithin,
  rowsIfFew,
} from './few-rows.ts';
import { microseconds } from './millis.ts';

const record = z.object({
  trace_id: z.string(),
  /** Microseconds since the epoch: exact in a JavaScript number. */
  at_us: z.number(),
  span_id: z.string(),
  severity: z.string(),
  service: z.string(),
  sender: z.string(),
  own: z.number(),
  /** Rows that the trace has, where they were counted. */
  total: z.number().optional(),
  body: z.string(),
  event: z.string(),
  release: z.string(),
  attributes: boundedAttributes,
});

/** One log record or event of a trace. */
export type StoredRecord = z.infer<typeof record>;

/** What a statement without functions has of it: those are computed here. */
const plainRecord = record
  .omit({ at_us: true, trace_id: true, total: true, release: true })
  .extend({
    at: z.string(),
    scope: z.string(),
    scope_version: z.string(),
    /** To 53 bits. */
    hash: z.number(),
    resource: z.record(z.string(), z.string()),
    attributes: z.record(z.string(), z.string()),
  });

/** Longest text of one value that is read. */
const VALUE_BYTES = 16_384;

/** What a record has of its body where the details of its trace are too many bytes. */
const SHORT_BYTES = 200;

/** What two rows of one record share, also where one was hashed before 020_log_identity and came again after. */
const ONE_RECORD = `Timestamp, SpanId, ServiceName, ScopeName, ScopeVersion, EventName, Body,
       mapSort(LogAttributes)`;

/**
 * Log records of one trace: our request event first, our own before those of others, each in order of
 * time. Each sender has the same share of the places.
 */
export async function recordsOfTrace(
  clickhouse: ClickHouse,
  traceId: string,
  days: DayRange,
  limit: number,
): Promise<StoredRecord[]> {
  const all = limit < FEW_ROWS ? undefined : await fewRecords(clickhouse, traceId, days);
  return all ?? (await sharedRecords(clickhouse, traceId, days, limit));
}

/**
 * All records of a trace, where that is few and small: nothing has to be shared out or cut. The statement
 * is columns and a condition alone, because what it costs is its analysis: order and copies are seen to here.
 * Undefined where it is not.
 */
async function fewRecords(
  clickhouse: ClickHouse,
  traceId: string,
  days: DayRange,
): Promise<StoredRecord[] | undefined> {
  const rows = await rowsIfFew(
    clickhouse.query(
      `SELECT SpanId AS span_id, SeverityText AS severity, ServiceName AS service, Sender AS sender, Own AS own,
       Timestamp AS at, Body AS body, EventName AS event, ScopeName AS scope, ScopeVersion AS scope_version,
       RecordHash AS hash, ResourceAttributes AS resource, LogAttributes AS attributes
     FROM ${logsByTrace(clickhouse)}
     PREWHERE TraceId = {trace: String} AND ${WITHIN_DAYS}
     LIMIT {limit: UInt32}
     SETTINGS ${atMostBytes(2 * DETAIL_BYTES)}`,
      { trace: traceId, ...daysBound(days), limit: FEW_ROWS + 1 },
      plainRecord,
    ),
    DETAIL_BYTES,
  );
  if (!rows?.every(({ body }) => isWithin(body, VALUE_BYTES))) return undefined;
  rows.sort((a, b) => compareValues([-a.own, a.at, a.hash], [-b.own, b.at, b.hash]));
  const records = firstOfEach(rows, (row) => [
    row.at,
    row.span_id,
    row.service,
    row.scope,
    row.scope_version,
    row.event,
    row.body,
    Object.entries(row.attributes).sort(compareValues),
  ]);
  const all = records.map(
    ({ at, resource, attributes, hash: _, scope: _scope, scope_version: _version, ...row }) => ({
      ...row,
      trace_id: traceId,
      at_us: microseconds(at),
      release: resource['service.version'] ?? '',
      attributes: boundedAttributes.parse(attributes),
      total: records.length,
    }),
  );
  const isOurs = ({ event }: StoredRecord) => REQUEST_EVENTS.includes(event);
  return [...all.filter(isOurs), ...all.filter((row) => !isOurs(row))];
}

/** The same for a trace of any size. */
function sharedRecords(
  clickhouse: ClickHouse,
  traceId: string,
  days: DayRange,
  limit: number,
): Promise<StoredRecord[]> {
  return clickhouse.query(
    `SELECT TraceId AS trace_id, toUnixTimestamp64Micro(Timestamp) AS at_us, SpanId AS span_id,
       SeverityText AS severity, ServiceName AS service, Sender AS sender, Own AS own, total,
       substring(Body, 1, if(upto <= {detail: UInt64}, {bytes: UInt32}, {short: UInt32})) AS body,
       EventName AS event, ResourceAttributes['service.version'] AS release,
       if(upto <= {detail: UInt64}, LogAttributes,
         CAST(map(), 'Map(LowCardinality(String), String)')) AS attributes
     FROM (
       SELECT *, sum(least(length(Body), {bytes: UInt32}) + byteSize(LogAttributes))
           OVER (ORDER BY ours DESC, Own DESC, place, Sender ROWS UNBOUNDED PRECEDING) AS upto
       FROM (
         SELECT *, row_number() OVER (PARTITION BY ours, Own, Sender ORDER BY Timestamp, RecordHash) AS place,
           count() OVER () AS total
         FROM (
           SELECT *, EventName IN ({events: Array(String)}) AS ours FROM ${logsByTrace(clickhouse)}
           WHERE TraceId = {trace: String} AND ${WITHIN_DAYS}
           ORDER BY ours DESC, Own DESC, Timestamp, RecordHash
           LIMIT 1 BY ${ONE_RECORD}
         )
         ORDER BY ours DESC, Own DESC, place, Sender
         LIMIT {limit: UInt32}
       )
     )
     ORDER BY ours DESC, Own DESC, Timestamp, RecordHash`,
    {
      trace: traceId,
      ...daysBound(days),
      limit,
      events: REQUEST_EVENTS,
      bytes: VALUE_BYTES,
      short: SHORT_BYTES,
      detail: DETAIL_BYTES,
    },
    record,
  );
}

const eventRow = record.pick({
  trace_id: true,
  at_us: true,
  service: true,
  sender: true,
  own: true,
  event: true,
  release: true,
  attributes: true,
});

/** What a request event says is in its attributes: not in its body. */
export type StoredEvent = z.infer<typeof eventRow>;

/** The request events of many traces, for bulk answers. */
export function eventsOfTraces(
  clickhouse: ClickHouse,
  traceIds: readonly string[],
  days: DayRange,
): Promise<StoredEvent[]> {
  return clickhouse.query(
    `SELECT TraceId AS trace_id, toUnixTimestamp64Micro(Timestamp) AS at_us, ServiceName AS service,
       Sender AS sender, Own AS own, EventName AS event,
       ResourceAttributes['service.version'] AS release, LogAttributes AS attributes
     FROM ${logsByTrace(clickhouse)}
     PREWHERE TraceId IN ({traces: Array(String)}) AND ${WITHIN_DAYS} AND EventName IN ({events: Array(String)})
     ORDER BY TraceId, Own DESC, Timestamp LIMIT 1 BY TraceId`,
    { traces: traceIds, ...daysBound(days), events: REQUEST_EVENTS },
    eventRow,
  );
}

const traced = z.object({ trace_id: z.string() });

/** The trace of a request whose producer does not derive ids as we do: one day is scanned. */
export async function traceOfRequest(
  clickhouse: ClickHouse,
  requestId: string,
  day: string,
): Promise<string | undefined> {
  const [row] = await clickhouse.query(
    `SELECT TraceId AS trace_id FROM api_requests
     WHERE RequestId = {id: String} AND ${WITHIN_DAYS} LIMIT 1`,
    { id: requestId, ...daysBound({ from: day, to: day }) },
    traced,
  );
  return row?.trace_id;
}

/**
 * The table of log records, for a query by trace id. On a cluster, records without a trace are sharded by
 * time, so the table's own sharding key prunes no shards; `cluster()` gets one that does.
 */
function logsByTrace({ cluster }: Pick<ClickHouse, 'cluster'>): string {
  if (cluster === undefined) return 'otel_logs';
  return `cluster('${cluster}', currentDatabase(), otel_logs_local, cityHash64(TraceId))`;
}
