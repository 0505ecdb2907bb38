import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { boundedAttributes } from './bounded-attributes.ts';
import { type DayRange, WITHIN_DAYS } from './day-range.ts';

const span = z.object({
  span_id: z.string(),
  parent_span_id: z.string(),
  name: z.string(),
  kind: z.string(),
  service: z.string(),
  /** Microseconds since the epoch. */
  start_us: z.number(),
  duration_us: z.number(),
  status: z.string(),
  status_message: z.string(),
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

/** Spans of one trace, of every service, in order of their start. */
export function spansOfTrace(
  clickhouse: ClickHouse,
  traceId: string,
  days: DayRange,
  limit: number,
): Promise<StoredSpan[]> {
  return clickhouse.query(
    `SELECT SpanId AS span_id, ParentSpanId AS parent_span_id, SpanName AS name, SpanKind AS kind,
       ServiceName AS service, toUnixTimestamp64Micro(Timestamp) AS start_us,
       Duration / 1000 AS duration_us, StatusCode AS status, StatusMessage AS status_message,
       SpanAttributes AS attributes,
       arrayMap(t -> toUnixTimestamp64Micro(t), Events.Timestamp) AS event_times_us,
       Events.Name AS event_names, Events.Attributes AS event_attributes,
       Links.TraceId AS link_traces, Links.SpanId AS link_spans, Links.Attributes AS link_attributes
     FROM otel_traces
     WHERE TraceId = {trace: String} AND ${WITHIN_DAYS}
     ORDER BY Timestamp, SpanId
     LIMIT 1 BY SpanId
     LIMIT {limit: UInt32}`,
    { trace: traceId, ...days, limit },
    span,
  );
}
