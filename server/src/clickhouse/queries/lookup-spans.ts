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

const span = z.object({
  span_id: z.string(),
  parent_span_id: z.string(),
  name: z.string(),
  kind: z.string(),
  service: z.string(),
  sender: z.string(),
  own: z.number(),
  /** Rows that the trace has, of which `limit` are read. */
  total: z.number(),
  /** Microseconds since the epoch. */
  start_us: z.number(),
  duration_us: z.number(),
  status: z.string(),
  status_message: z.string(),
  /** Bytes of what belongs to it and is not in the answer. */
  left_out: z.number(),
  attributes: boundedAttributes,
  event_times_us: z.array(z.number()),
  event_names: z.array(z.string()),
  event_attributes: z.array(boundedAttributes),
  link_traces: z.array(z.string()),
  link_spans: z.array(z.string()),
  link_attributes: z.array(boundedAttributes),
});

/** One span as stored. */
export type StoredSpan = z.infer<typeof span>;

/** What a statement without functions has of it: those are computed here. */
const plainSpan = span
  .omit({ total: true, start_us: true, duration_us: true, left_out: true, event_times_us: true })
  .extend({
    at: z.string(),
    duration_ns: z.number(),
    event_times: z.array(z.string()),
  });

/** Of one span or record a reader sees so much of a name or message. */
const TEXT_BYTES = 4_096;

const NONE = "CAST(map(), 'Map(LowCardinality(String), String)')";
/** Bytes of the details of one span. */
const SIZE =
  'byteSize(SpanAttributes, Events.Name, Events.Attributes, Links.TraceId, Links.Attributes)';

/**
 * Spans of one trace, of every service, in order of their start. Of a span that is stored twice
 * one is shown, and of a client and a server that share an id both. Our own come first; of the rest of the places each sender has the same share, so that nobody crowds
 * out the others. What is beyond the bytes that one answer holds has no attributes, events and links,
 * and says in `left_out` how many bytes those are.
 */
export async function spansOfTrace(
  clickhouse: ClickHouse,
  traceId: string,
  days: DayRange,
  limit: number,
): Promise<StoredSpan[]> {
  const all = limit < FEW_ROWS ? undefined : await fewSpans(clickhouse, traceId, days);
  return all ?? (await sharedSpans(clickhouse, traceId, days, limit));
}

/**
 * All spans of a trace, where that is few and small: nothing has to be shared out or cut. The statement
 * is columns and a condition alone, because what it costs is its analysis: order and copies are seen to here.
 * Undefined where it is not.
 */
async function fewSpans(
  clickhouse: ClickHouse,
  traceId: string,
  days: DayRange,
): Promise<StoredSpan[] | undefined> {
  const rows = await rowsIfFew(
    clickhouse.query(
      `SELECT SpanId AS span_id, ParentSpanId AS parent_span_id, SpanName AS name, SpanKind AS kind,
       ServiceName AS service, Sender AS sender, Own AS own, Timestamp AS at, Duration AS duration_ns,
       StatusCode AS status, StatusMessage AS status_message, SpanAttributes AS attributes,
       Events.Timestamp AS event_times, Events.Name AS event_names,
       Events.Attributes AS event_attributes, Links.TraceId AS link_traces, Links.SpanId AS link_spans,
       Links.Attributes AS link_attributes
     FROM otel_traces
     PREWHERE TraceId = {trace: String} AND ${WITHIN_DAYS}
     LIMIT {limit: UInt32}
     SETTINGS ${atMostBytes(2 * DETAIL_BYTES)}`,
      { trace: traceId, ...daysBound(days), limit: FEW_ROWS + 1 },
      plainSpan,
    ),
    DETAIL_BYTES,
  );
  const isShort = ({ name, status_message: message }: { name: string; status_message: string }) =>
    isWithin(name, TEXT_BYTES) && isWithin(message, TEXT_BYTES);
  if (!rows?.every(isShort)) return undefined;
  rows.sort((a, b) => compareValues([a.at, a.span_id], [b.at, b.span_id]));
  const spans = firstOfEach(rows, (row) => [
    row.span_id,
    row.service,
    row.kind,
    row.own,
    row.sender,
  ]);
  return spans.map(({ at, duration_ns, event_times, ...row }) => ({
    ...row,
    total: spans.length,
    start_us: microseconds(at),
    duration_us: duration_ns / 1000,
    left_out: 0,
    event_times_us: event_times.map(microseconds),
  }));
}

/** The same for a trace of any size. */
function sharedSpans(
  clickhouse: ClickHouse,
  traceId: string,
  days: DayRange,
  limit: number,
): Promise<StoredSpan[]> {
  const kept = (column: string, none: string) => `if(upto <= {detail: UInt64}, ${column}, ${none})`;
  return clickhouse.query(
    `SELECT SpanId AS span_id, ParentSpanId AS parent_span_id, substring(SpanName, 1, {text: UInt32}) AS name,
       SpanKind AS kind, ServiceName AS service, Sender AS sender, Own AS own, total, toUnixTimestamp64Micro(Timestamp) AS start_us,
       Duration / 1000 AS duration_us, StatusCode AS status,
       substring(StatusMessage, 1, {text: UInt32}) AS status_message,
       if(upto <= {detail: UInt64}, 0, size) AS left_out,
       ${kept('SpanAttributes', NONE)} AS attributes,
       ${kept('arrayMap(t -> toUnixTimestamp64Micro(t), Events.Timestamp)', '[]')} AS event_times_us,
       ${kept('Events.Name', '[]')} AS event_names,
       ${kept('Events.Attributes', '[]')} AS event_attributes,
       ${kept('Links.TraceId', '[]')} AS link_traces, ${kept('Links.SpanId', '[]')} AS link_spans,
       ${kept('Links.Attributes', '[]')} AS link_attributes
     FROM (
       SELECT *, ${SIZE} AS size,
         sum(size) OVER (ORDER BY Own DESC, place, Sender ROWS UNBOUNDED PRECEDING) AS upto
       FROM (
         SELECT *, row_number() OVER (PARTITION BY Own, Sender ORDER BY Timestamp, SpanId) AS place,
           count() OVER () AS total
         FROM (
           SELECT * FROM otel_traces
           WHERE TraceId = {trace: String} AND ${WITHIN_DAYS}
           ORDER BY Own DESC, Timestamp, SpanId
           LIMIT 1 BY SpanId, ServiceName, SpanKind, Own, Sender
         )
         ORDER BY Own DESC, place, Sender
         LIMIT {limit: UInt32}
       )
     )
     ORDER BY Timestamp, span_id`,
    { trace: traceId, ...daysBound(days), limit, text: TEXT_BYTES, detail: DETAIL_BYTES },
    span,
  );
}
