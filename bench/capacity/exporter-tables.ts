/**
 * The tables that the OpenTelemetry Collector's ClickHouse exporter 0.165.1 makes by itself (`create_schema: true`,
 * without full-text indexes), for a comparison of what the same rows take there.
 */
const ATTRIBUTES = 'Map(LowCardinality(String), String) CODEC(ZSTD(3))';
const TEXT = 'String CODEC(ZSTD(3))';
const WORD = 'LowCardinality(String) CODEC(ZSTD(3))';
const PARTS = 'SETTINGS index_granularity = 8192, ttl_only_drop_parts = 1';
const KUBERNETES = [
  ...['cluster', 'container', 'deployment', 'namespace', 'node', 'pod'].map(
    (one) => `k8s.${one}.name`,
  ),
  'k8s.pod.uid',
  'deployment.environment.name',
];

/** Both of a map's halves have an index. */
const mapIndexes = (name: string, map: string) =>
  ['Keys', 'Values']
    .map(
      (half) =>
        `INDEX idx_${name}_${half.toLowerCase()} map${half}(${map}) TYPE bloom_filter(0.01) GRANULARITY 1`,
    )
    .join(',\n    ');
const TRACE_INDEX = 'INDEX idx_trace_id TraceId TYPE bloom_filter(0.001) GRANULARITY 1';

export const EXPORTER_TABLES = [
  `CREATE TABLE otel_logs (
    Timestamp DateTime64(9) CODEC(Delta(8), ZSTD(3)), TraceId ${TEXT}, SpanId ${TEXT}, TraceFlags UInt8,
    SeverityText ${WORD}, SeverityNumber UInt8, ServiceName ${WORD}, Body ${TEXT}, ResourceSchemaUrl ${WORD},
    ResourceAttributes ${ATTRIBUTES}, ScopeSchemaUrl ${WORD}, ScopeName ${TEXT}, ScopeVersion ${WORD},
    ScopeAttributes ${ATTRIBUTES}, LogAttributes ${ATTRIBUTES}, EventName ${TEXT},
    ${KUBERNETES.map((name) => `\`__otel_materialized_${name}\` LowCardinality(String) MATERIALIZED ResourceAttributes['${name}'] CODEC(ZSTD(3))`).join(',\n    ')},
    ${TRACE_INDEX},
    ${mapIndexes('res_attr', 'ResourceAttributes')},
    ${mapIndexes('scope_attr', 'ScopeAttributes')},
    ${mapIndexes('log_attr', 'LogAttributes')},
    INDEX idx_lower_body lower(Body) TYPE tokenbf_v1(32768, 3, 0) GRANULARITY 8,
    INDEX idx_event_name EventName TYPE bloom_filter(0.01) GRANULARITY 1
  ) ENGINE = MergeTree PARTITION BY toDate(Timestamp)
  ORDER BY (toStartOfFiveMinutes(Timestamp), ServiceName, Timestamp) ${PARTS}`,
  `CREATE TABLE otel_traces (
    Timestamp DateTime64(9) CODEC(Delta, ZSTD(3)), TraceId ${TEXT}, SpanId ${TEXT}, ParentSpanId ${TEXT},
    TraceState ${TEXT}, SpanName ${WORD}, SpanKind ${WORD}, ServiceName ${WORD}, ResourceAttributes ${ATTRIBUTES},
    ScopeName ${TEXT}, ScopeVersion ${TEXT}, SpanAttributes ${ATTRIBUTES}, Duration UInt64 CODEC(ZSTD(3)),
    StatusCode ${WORD}, StatusMessage ${TEXT},
    Events Nested (Timestamp DateTime64(9), Name LowCardinality(String),
      Attributes Map(LowCardinality(String), String)) CODEC(ZSTD(3)),
    Links Nested (TraceId String, SpanId String, TraceState String,
      Attributes Map(LowCardinality(String), String)) CODEC(ZSTD(3)),
    ${TRACE_INDEX},
    ${mapIndexes('res_attr', 'ResourceAttributes')},
    ${mapIndexes('span_attr', 'SpanAttributes')},
    INDEX idx_duration Duration TYPE minmax GRANULARITY 1
  ) ENGINE = MergeTree PARTITION BY toDate(Timestamp)
  ORDER BY (ServiceName, SpanName, toDateTime(Timestamp)) ${PARTS}`,
  `CREATE TABLE otel_traces_trace_id_ts (
    TraceId ${TEXT}, Start DateTime CODEC(Delta, ZSTD(3)), End DateTime CODEC(Delta, ZSTD(3)),
    INDEX idx_trace_id TraceId TYPE bloom_filter(0.01) GRANULARITY 1
  ) ENGINE = MergeTree PARTITION BY toDate(Start) ORDER BY (TraceId, Start) ${PARTS}`,
  `CREATE MATERIALIZED VIEW otel_traces_trace_id_ts_mv TO otel_traces_trace_id_ts AS
   SELECT TraceId, min(Timestamp) AS Start, max(Timestamp) AS End FROM otel_traces
   WHERE TraceId != '' GROUP BY TraceId`,
];
