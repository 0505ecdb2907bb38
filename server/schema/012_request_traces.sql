-- Resolves ids that name no trace: to their trace and day, and proves that they existed after their
-- data has expired. Ids of the form that request_index knows stand there alone. Kept 400 days.
CREATE TABLE request_traces (
  id String CODEC(ZSTD(1)),
  trace_id String CODEC(ZSTD(1)),
  day Date,
  code LowCardinality(String)
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(day)
ORDER BY (id, day, trace_id)
TTL day + INTERVAL 400 DAY
SETTINGS index_granularity = 1024, ttl_only_drop_parts = 1, materialize_ttl_recalculate_only = 1;

CREATE MATERIALIZED VIEW request_traces_mv TO request_traces AS
SELECT
  LogAttributes['meetso.request.id'] AS id,
  TraceId AS trace_id,
  toDate(Timestamp) AS day,
  LogAttributes['meetso.error.code'] AS code
FROM otel_logs
WHERE EventName = 'meetso.api.request'
  AND id != '' AND length(id) <= 100 AND TraceId != ''
  AND NOT match(id, '^req_[0-9a-f]{16}$');

-- An error status without a code is a failure, too: its code is made of the status (http_402), as
-- shared/src/profile-codes.ts does. A client that left has no answer to judge by.
ALTER TABLE api_requests_mv MODIFY QUERY
SELECT
  Timestamp,
  LogAttributes['meetso.request.id'] AS RequestId,
  TraceId,
  if(LogAttributes['meetso.error.code'] = '' AND Status BETWEEN 400 AND 599
      AND Cause != 'client_closed',
    concat('http_', toString(Status)), LogAttributes['meetso.error.code']) AS Code,
  LogAttributes['meetso.error.cause'] AS Cause,
  toUInt16OrZero(LogAttributes['http.response.status_code']) AS Status,
  LogAttributes['http.request.method'] AS Method,
  LogAttributes['http.route'] AS Route,
  LogAttributes['url.path'] AS Path,
  LogAttributes['meetso.org.id'] AS OrgId,
  LogAttributes['meetso.api_key.id'] AS KeyId,
  LogAttributes['meetso.api_key.prefix'] AS KeyPrefix,
  toFloat64OrZero(LogAttributes['meetso.request.duration_ms']) AS DurationMs,
  LogAttributes['meetso.error.message'] AS Message,
  LogAttributes['meetso.validation.field'] AS Field,
  LogAttributes['meetso.validation.rule'] AS Rule,
  LogAttributes['meetso.rate_limit.window'] AS RateWindow,
  toUInt32OrZero(LogAttributes['meetso.rate_limit.limit']) AS RateLimit,
  toUInt32OrZero(LogAttributes['meetso.rate_limit.used']) AS RateUsed,
  toUInt32OrZero(LogAttributes['meetso.rate_limit.retry_after_s']) AS RetryAfterS,
  LogAttributes['meetso.scope.required'] AS ScopeRequired,
  LogAttributes['meetso.scope.held'] AS ScopesHeld,
  LogAttributes['meetso.client.name'] AS Client,
  LogAttributes['meetso.client.version'] AS ClientVersion,
  LogAttributes['user_agent.original'] AS UserAgent,
  LogAttributes['client.address'] AS ClientAddress,
  ResourceAttributes['service.version'] AS Release,
  ServiceName AS Service,
  ResourceAttributes['service.instance.id'] AS Instance,
  LogAttributes['meetso.sentry.event_id'] AS SentryEventId,
  LogAttributes['exception.type'] AS ExceptionType,
  LogAttributes['request_desk.producer.id'] AS Producer,
  toUInt32OrZero(LogAttributes['request_desk.producer.epoch']) AS Epoch,
  toUInt64OrZero(LogAttributes['request_desk.sequence']) AS Sequence
FROM otel_logs
WHERE EventName = 'meetso.api.request';
