/**
 * Attribute names on our spans and log records. HTTP names are OpenTelemetry's stable semantic
 * conventions; what they have no name for lives under `meetso.`.
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

/** Log record event names. `meetso.*` records are accepted from API processes only. */
export const REQUEST_EVENT = 'meetso.api.request';
export const HEARTBEAT_EVENT = 'meetso.heartbeat';
