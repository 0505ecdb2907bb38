/**
 * Attribute names on our spans and log records. HTTP names are OpenTelemetry's stable semantic
 * conventions; what they have no name for lives under `meetso.`, and what says how far the data is
 * complete under `request_desk.`, whoever the producer is.
 */
export const ATTR = {
  requestId: 'meetso.request.id',
  orgId: 'meetso.org.id',
  keyId: 'meetso.api_key.id',
  keyPrefix: 'meetso.api_key.prefix',
  errorCode: 'meetso.error.code',
  cause: 'meetso.error.cause',
  publicMessage: 'meetso.error.message',
  durationMs: 'meetso.request.duration_ms',
  rateWindow: 'meetso.rate_limit.window',
  rateLimit: 'meetso.rate_limit.limit',
  rateUsed: 'meetso.rate_limit.used',
  rateResetMs: 'meetso.rate_limit.reset_ms',
  retryAfterS: 'meetso.rate_limit.retry_after_s',
  scopeRequired: 'meetso.scope.required',
  scopesHeld: 'meetso.scope.held',
  field: 'meetso.validation.field',
  rule: 'meetso.validation.rule',
  refusedValue: 'meetso.validation.value',
  nearMiss: 'meetso.validation.near_miss',
  issues: 'meetso.validation.issues',
  ownerOrg: 'meetso.not_found.owner_org',
  deletedAt: 'meetso.not_found.deleted_at',
  authProblem: 'meetso.auth.problem',
  client: 'meetso.client.name',
  clientVersion: 'meetso.client.version',
  sentryEventId: 'meetso.sentry.event_id',
  originalTimestamp: 'meetso.original_timestamp',
  instance: 'service.instance.id',
  sequence: 'meetso.heartbeat.sequence',
  requestsSoFar: 'meetso.heartbeat.requests',
  producerId: 'request_desk.producer.id',
  producerEpoch: 'request_desk.producer.epoch',
  producerSequence: 'request_desk.sequence',
  watermarkNumber: 'request_desk.watermark.number',
  watermarkAt: 'request_desk.watermark.at',
  watermarkFailed: 'request_desk.watermark.failed',
  watermarkSucceeded: 'request_desk.watermark.succeeded',
  watermarkReceivedTo: 'request_desk.watermark.received_to',
  watermarkClock: 'request_desk.watermark.clock',
  watermarkState: 'request_desk.watermark.state',
  watermarkRoles: 'request_desk.watermark.roles',
  watermarkLosableSince: 'request_desk.watermark.losable_since',
  method: 'http.request.method',
  route: 'http.route',
  status: 'http.response.status_code',
  path: 'url.path',
  userAgent: 'user_agent.original',
  clientAddress: 'client.address',
  errorType: 'error.type',
  exceptionType: 'exception.type',
  exceptionMessage: 'exception.message',
  exceptionStack: 'exception.stacktrace',
} as const;

/** Log record event names; `meetso.*` and `request_desk.*` are accepted from API processes only. */
export const REQUEST_EVENT = 'meetso.api.request';
export const HEARTBEAT_EVENT = 'meetso.heartbeat';
/** "All that this producer answered before `at` has a sequence up to `failed` and `succeeded`." */
export const WATERMARK_EVENT = 'request_desk.watermark';
