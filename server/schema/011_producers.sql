-- Which process answered a request, in which of its lives, and the how-manieth of its failures or
-- successes this is (1, 2, …; counted apart). Empty and 0 for rows of before, and of other senders.
-- A missing number is a request that has not arrived: see server/src/watermark.
ALTER TABLE api_requests
  ADD COLUMN IF NOT EXISTS Producer LowCardinality(String),
  ADD COLUMN IF NOT EXISTS Epoch UInt32 CODEC(ZSTD(1)),
  ADD COLUMN IF NOT EXISTS Sequence UInt64 CODEC(Delta(8), ZSTD(1));

ALTER TABLE api_requests_mv MODIFY QUERY
SELECT
  Timestamp,
  LogAttributes['meetso.request.id'] AS RequestId,
  TraceId,
  LogAttributes['meetso.error.code'] AS Code,
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
