-- Resolves a request id to its day without a scan, and proves that an id existed after its data
-- has expired. id is the number that the id's 16 hex digits spell. Kept 400 days.
CREATE TABLE request_index (
  id UInt64,
  day Date,
  code LowCardinality(String)
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(day)
ORDER BY (id, day)
TTL day + INTERVAL 400 DAY
SETTINGS index_granularity = 1024, ttl_only_drop_parts = 1, materialize_ttl_recalculate_only = 1;

CREATE MATERIALIZED VIEW request_index_mv TO request_index AS
SELECT
  reinterpretAsUInt64(reverse(unhex(substring(LogAttributes['meetso.request.id'], 5)))) AS id,
  toDate(Timestamp) AS day,
  LogAttributes['meetso.error.code'] AS code
FROM otel_logs
WHERE EventName = 'meetso.api.request'
  AND match(LogAttributes['meetso.request.id'], '^req_[0-9a-f]{16}$');
