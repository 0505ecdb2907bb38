-- The same record is the same row whichever way it came: attributes are sorted before they are hashed, and
-- what a scope says tells two records apart, too. Rows of before keep the hash that they have.
ALTER TABLE otel_logs
  MODIFY COLUMN RecordHash UInt64 DEFAULT cityHash64(
    SpanId, SeverityNumber, SeverityText, ServiceName, ScopeName, ScopeVersion, Body, EventName,
    mapSort((k, v) -> (k, v), ResourceAttributes), mapSort((k, v) -> (k, v), ScopeAttributes),
    mapSort((k, v) -> (k, v), LogAttributes)
  );
