/** What the collector's exporter would make by itself, to compare with. */
import { z } from 'zod';
import type { ClickHouse } from '../../server/src/clickhouse/client.ts';

const COLUMNS = `Timestamp, TraceId, SpanId, ParentSpanId, TraceState, SpanName, SpanKind,
  ServiceName, ResourceAttributes, ScopeName, ScopeVersion, SpanAttributes, Duration, StatusCode,
  StatusMessage`;

const counted = z.object({ rows: z.number() });

/** Copies the spans into a table as clickhouseexporter creates it (v0.162.0), unless done before. */
export async function fillDefaultTable(clickhouse: ClickHouse): Promise<void> {
  await clickhouse.command(
    `CREATE TABLE IF NOT EXISTS collector_traces AS otel_traces
     ENGINE = MergeTree PARTITION BY toDate(Timestamp)
     PRIMARY KEY (ServiceName, SpanName, toDateTime(Timestamp))
     ORDER BY (ServiceName, SpanName, toDateTime(Timestamp))
     SETTINGS index_granularity = 8192, ttl_only_drop_parts = 1`,
  );
  const [row] = await clickhouse.query('SELECT count() AS rows FROM collector_traces', {}, counted);
  if ((row?.rows ?? 0) > 0) return;
  for (const index of [
    'idx_trace_id TraceId TYPE bloom_filter(0.001) GRANULARITY 1',
    'idx_span_attr_key mapKeys(SpanAttributes) TYPE bloom_filter(0.01) GRANULARITY 1',
    'idx_span_attr_value mapValues(SpanAttributes) TYPE bloom_filter(0.01) GRANULARITY 1',
  ])
    await clickhouse.command(`ALTER TABLE collector_traces ADD INDEX IF NOT EXISTS ${index}`);
  await clickhouse.command(
    `INSERT INTO collector_traces (${COLUMNS}) SELECT ${COLUMNS} FROM otel_traces`,
    {},
    { max_partitions_per_insert_block: 0, max_execution_time: 0 },
  );
}

const span = z.object({ TraceId: z.string(), SpanName: z.string() });

/** The id by attribute, then the trace: what a person does without an index of ids. */
export async function traceByAttribute(clickhouse: ClickHouse, id: string): Promise<void> {
  const [root] = await clickhouse.query(
    `SELECT TraceId, SpanName FROM collector_traces
     WHERE SpanAttributes['request_desk.request.id'] = {id: String} LIMIT 1`,
    { id },
    span,
  );
  if (root === undefined) throw new Error(`${id} is not in the collector's table`);
  await clickhouse.query(
    'SELECT * FROM collector_traces WHERE TraceId = {trace: String}',
    { trace: root.TraceId },
    span,
  );
}
