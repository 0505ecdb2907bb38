-- What was erased: organisations up to a time, and traces. Telemetry of them that comes again, from a
-- spool or a sender's queue, is not taken, for as long as anything may be kept. Rows that only count stand under the pseudonym from then on.
CREATE TABLE erased_orgs (
  OrgId String,
  ErasedAt DateTime64(3),
  Pseudonym String
)
ENGINE = ReplacingMergeTree
ORDER BY (OrgId, ErasedAt)
TTL toDateTime(ErasedAt) + INTERVAL 3650 DAY;

CREATE TABLE erased_traces (
  TraceId String CODEC(ZSTD(1)),
  ErasedAt DateTime
)
ENGINE = ReplacingMergeTree
ORDER BY TraceId
TTL ErasedAt + INTERVAL 3650 DAY
SETTINGS index_granularity = 1024;
