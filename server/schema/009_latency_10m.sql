-- How long requests took, in buckets of ten minutes. Bins counts requests by duration: bin b holds
-- durations up to 1.05^(b - 142) ms. Recomputed whole and replaced, like request_stats_1h.
CREATE TABLE latency_10m (
  Bucket DateTime CODEC(Delta(4), ZSTD(1)),
  Route LowCardinality(String),
  Bins Map(UInt16, UInt64) CODEC(ZSTD(1)),
  Version UInt64 CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(Version)
PARTITION BY toYYYYMM(Bucket)
ORDER BY (Bucket, Route)
SETTINGS ttl_only_drop_parts = 1, materialize_ttl_recalculate_only = 1;
