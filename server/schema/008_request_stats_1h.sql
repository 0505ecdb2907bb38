-- Requests by everything that the console counts by, in buckets of one hour; Code is empty for
-- successes. Near: requests that found 80 % or more of their rate-limit window used. Rows are
-- recomputed whole from api_requests and replaced (the newest Version wins), never added up.
CREATE TABLE request_stats_1h (
  Bucket DateTime CODEC(Delta(4), ZSTD(1)),
  OrgId String CODEC(ZSTD(1)),
  KeyId String CODEC(ZSTD(1)),
  KeyPrefix String CODEC(ZSTD(1)),
  Code LowCardinality(String),
  Cause LowCardinality(String),
  Status UInt16,
  Method LowCardinality(String),
  Route LowCardinality(String),
  Release LowCardinality(String),
  Client LowCardinality(String),
  RateWindow LowCardinality(String),
  RateLimit UInt32,
  Requests UInt64 CODEC(ZSTD(1)),
  Near UInt64 CODEC(ZSTD(1)),
  PeakUsed UInt32 CODEC(ZSTD(1)),
  FirstAt DateTime CODEC(ZSTD(1)),
  LastAt DateTime CODEC(ZSTD(1)),
  Version UInt64 CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(Version)
PARTITION BY toYYYYMM(Bucket)
ORDER BY (
  Bucket, OrgId, KeyId, KeyPrefix, Code, Cause, Status, Method, Route, Release, Client, RateWindow,
  RateLimit
)
SETTINGS ttl_only_drop_parts = 1, materialize_ttl_recalculate_only = 1;
