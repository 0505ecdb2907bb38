-- Requests by outcome in buckets of 10 seconds; Code is empty for successes. Rows are recomputed
-- whole from api_requests and replaced (the newest Version wins), never added up.
CREATE TABLE error_rates_10s (
  Bucket DateTime CODEC(Delta(4), ZSTD(1)),
  Code LowCardinality(String),
  Status UInt16,
  Route LowCardinality(String),
  OrgId String CODEC(ZSTD(1)),
  Requests UInt64 CODEC(ZSTD(1)),
  Version UInt64 CODEC(ZSTD(1)),
  INDEX by_version Version TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree(Version)
PARTITION BY toDate(Bucket)
ORDER BY (Bucket, Code, Status, Route, OrgId)
SETTINGS ttl_only_drop_parts = 1, materialize_ttl_recalculate_only = 1;
