-- Resolves a client's own trace, which its traceparent named, to the requests made in it: by their
-- events, and by the links of their spans where the emitter says it there alone. Kept 400 days.
-- cluster: beside its source
-- expires: by its own TTL
CREATE TABLE client_traces (
  client_trace String CODEC(ZSTD(1)),
  hour DateTime CODEC(Delta(4), ZSTD(1)),
  request_id String CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(hour)
ORDER BY (client_trace, hour, request_id)
TTL hour + INTERVAL 400 DAY
SETTINGS index_granularity = 1024, ttl_only_drop_parts = 1, materialize_ttl_recalculate_only = 1;

CREATE MATERIALIZED VIEW client_traces_mv TO client_traces AS
SELECT
  LogAttributes['request_desk.client.trace_id'] AS client_trace,
  toStartOfHour(Timestamp) AS hour,
  LogAttributes['request_desk.request.id'] AS request_id
FROM otel_logs
WHERE EventName = 'request_desk.request'
  AND match(client_trace, '^[0-9a-f]{32}$') AND length(request_id) BETWEEN 1 AND 100;

-- What a named sender other than the API says of a request proves nothing.
CREATE MATERIALIZED VIEW client_trace_links_mv TO client_traces AS
SELECT
  arrayJoin(arraySlice(Links.TraceId, 1, 8)) AS client_trace,
  toStartOfHour(Timestamp) AS hour,
  if(SpanAttributes['request_desk.request.id'] != '', SpanAttributes['request_desk.request.id'],
    SpanAttributes['meetso.request.id']) AS request_id
FROM otel_traces
WHERE notEmpty(Links.TraceId) AND SpanKind = 'Server' AND (Own = 1 OR Sender = '')
  AND client_trace != TraceId AND match(client_trace, '^[0-9a-f]{32}$')
  AND length(request_id) BETWEEN 1 AND 100;
