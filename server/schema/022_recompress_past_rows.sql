-- Attributes are most of what is stored. New rows take the store's default codec, which is cheap to write and to
-- merge; what is two hours old is merged once more with a stronger one (its TTL stands beside the retention).
ALTER TABLE otel_traces MODIFY COLUMN SpanAttributes CODEC(Default);

ALTER TABLE otel_logs MODIFY COLUMN LogAttributes CODEC(Default);

-- Ordered by trace, timestamps jump: their common high bits go, no difference helps.
ALTER TABLE otel_traces MODIFY COLUMN Timestamp CODEC(T64('bit'), ZSTD(1));

ALTER TABLE otel_logs MODIFY COLUMN Timestamp CODEC(T64('bit'), ZSTD(1));

-- A granule has half a megabyte of them: one block. Of other columns it has little, and a lookup reads one granule.
ALTER TABLE otel_traces MODIFY COLUMN SpanAttributes MODIFY SETTING min_compress_block_size = 524288;

ALTER TABLE otel_logs MODIFY COLUMN LogAttributes MODIFY SETTING min_compress_block_size = 524288;
