-- Who sent a row, and whether it came with the API's own credential. Own is part of the key, so that a
-- foreign row never takes the place of one of ours; the sender is not, so that a row that came by two
-- ways stays one. Rows of before, and of programs that write into the tables themselves, have neither.
ALTER TABLE otel_traces
  ADD COLUMN Sender LowCardinality(String),
  ADD COLUMN Own UInt8,
  MODIFY ORDER BY (TraceId, SpanId, Timestamp, Own);

ALTER TABLE otel_logs
  ADD COLUMN Sender LowCardinality(String),
  ADD COLUMN Own UInt8,
  MODIFY ORDER BY (TraceId, Timestamp, RecordHash, Own);
