-- How the client itself names its call, in the header x-client-request-id; empty without one.
ALTER TABLE api_requests
  ADD COLUMN IF NOT EXISTS ClientRequestId String CODEC(ZSTD(1));

ALTER TABLE api_requests
  ADD INDEX IF NOT EXISTS client_request_id ClientRequestId TYPE bloom_filter(0.01) GRANULARITY 4;

ALTER TABLE api_requests_mv MODIFY QUERY
WITH if(EventName = 'request_desk.request', 'request_desk.', 'meetso.') AS family
SELECT
  Timestamp,
  LogAttributes[concat(family, 'request.id')] AS RequestId,
  TraceId,
  if(LogAttributes[concat(family, 'error.code')] = '' AND Status BETWEEN 400 AND 599
      AND Cause != 'client_closed',
    concat('http_', toString(Status)), LogAttributes[concat(family, 'error.code')]) AS Code,
  LogAttributes[concat(family, 'error.cause')] AS Cause,
  toUInt16OrZero(LogAttributes['http.response.status_code']) AS Status,
  LogAttributes['http.request.method'] AS Method,
  LogAttributes['http.route'] AS Route,
  LogAttributes['url.path'] AS Path,
  LogAttributes[concat(family, 'org.id')] AS OrgId,
  LogAttributes[concat(family, 'api_key.id')] AS KeyId,
  LogAttributes[concat(family, 'api_key.prefix')] AS KeyPrefix,
  toFloat64OrZero(LogAttributes[concat(family, 'request.duration_ms')]) AS DurationMs,
  LogAttributes[concat(family, 'error.message')] AS Message,
  LogAttributes[concat(family, 'validation.field')] AS Field,
  LogAttributes[concat(family, 'validation.rule')] AS Rule,
  LogAttributes[concat(family, 'rate_limit.window')] AS RateWindow,
  toUInt32OrZero(LogAttributes[concat(family, 'rate_limit.limit')]) AS RateLimit,
  toUInt32OrZero(LogAttributes[concat(family, 'rate_limit.used')]) AS RateUsed,
  toUInt32OrZero(LogAttributes[concat(family, 'rate_limit.retry_after_s')]) AS RetryAfterS,
  LogAttributes[concat(family, 'scope.required')] AS ScopeRequired,
  LogAttributes[concat(family, 'scope.held')] AS ScopesHeld,
  LogAttributes[concat(family, 'client.name')] AS Client,
  LogAttributes[concat(family, 'client.version')] AS ClientVersion,
  LogAttributes['user_agent.original'] AS UserAgent,
  LogAttributes['client.address'] AS ClientAddress,
  ResourceAttributes['service.version'] AS Release,
  ServiceName AS Service,
  ResourceAttributes['service.instance.id'] AS Instance,
  LogAttributes[concat(family, 'sentry.event_id')] AS SentryEventId,
  LogAttributes['exception.type'] AS ExceptionType,
  LogAttributes['request_desk.producer.id'] AS Producer,
  toUInt32OrZero(LogAttributes['request_desk.producer.epoch']) AS Epoch,
  toUInt64OrZero(LogAttributes['request_desk.sequence']) AS Sequence,
  LogAttributes['request_desk.call.target'] AS CallTarget,
  LogAttributes['request_desk.call.content'] AS CallContent,
  LogAttributes['request_desk.client.request_id'] AS ClientRequestId
FROM otel_logs
WHERE EventName IN ('request_desk.request', 'meetso.api.request');
