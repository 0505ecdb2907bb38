-- What each computation of a bucket of error_rates_10s held: a few rows tell which buckets of a window
-- hold something else than before. One row for each inserted block; those of one Version add up.
CREATE TABLE error_rates_checksums (
  Bucket DateTime CODEC(Delta(4), ZSTD(1)),
  Version UInt64 CODEC(ZSTD(1)),
  Checksum UInt64,
  Counted UInt64 CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree
PARTITION BY toDate(Bucket)
ORDER BY (Bucket, Version, Checksum)
SETTINGS ttl_only_drop_parts = 1, materialize_ttl_recalculate_only = 1;

CREATE MATERIALIZED VIEW error_rates_checksums_mv TO error_rates_checksums AS
SELECT
  Bucket,
  Version,
  sum(cityHash64(Code, Status, Route, OrgId, Requests)) AS Checksum,
  sum(Requests) AS Counted
FROM error_rates_10s
GROUP BY Bucket, Version;
