/**
 * Attribute names on our spans and log records, the same for every API. HTTP names are
 * OpenTelemetry's stable semantic conventions; what they have no name for lives under
 * `request_desk.`. What was written before there was a contract is read by legacy-contract.ts.
 */
export const ATTR = {
  contract: 'request_desk.contract',
  requestId: 'request_desk.request.id',
  orgId: 'request_desk.org.id',
  keyId: 'request_desk.api_key.id',
  keyPrefix: 'request_desk.api_key.prefix',
  errorCode: 'request_desk.error.code',
  cause: 'request_desk.error.cause',
  publicMessage: 'request_desk.error.message',
  durationMs: 'request_desk.request.duration_ms',
  rateWindow: 'request_desk.rate_limit.window',
  rateLimit: 'request_desk.rate_limit.limit',
  rateShare: 'request_desk.rate_limit.share',
  rateProcesses: 'request_desk.rate_limit.processes',
  rateUsed: 'request_desk.rate_limit.used',
  ratePaceMs: 'request_desk.rate_limit.pace_ms',
  resultItems: 'request_desk.result.items',
  resultFilters: 'request_desk.result.filters',
  resultEmpty: 'request_desk.result.empty',
  resultMore: 'request_desk.result.more',
  routeMethods: 'request_desk.route.methods',
  rateResetMs: 'request_desk.rate_limit.reset_ms',
  retryAfterS: 'request_desk.rate_limit.retry_after_s',
  scopeRequired: 'request_desk.scope.required',
  scopesHeld: 'request_desk.scope.held',
  field: 'request_desk.validation.field',
  rule: 'request_desk.validation.rule',
  refusedValue: 'request_desk.validation.value',
  nearMiss: 'request_desk.validation.near_miss',
  issues: 'request_desk.validation.issues',
  ownerOrg: 'request_desk.resource.owner_org',
  deletedAt: 'request_desk.resource.deleted_at',
  authProblem: 'request_desk.auth.problem',
  callTarget: 'request_desk.call.target',
  callContent: 'request_desk.call.content',
  replayOf: 'request_desk.call.replay_of',
  client: 'request_desk.client.name',
  clientVersion: 'request_desk.client.version',
  clientRequestId: 'request_desk.client.request_id',
  clientTraceId: 'request_desk.client.trace_id',
  sentryEventId: 'request_desk.sentry.event_id',
  originalTimestamp: 'request_desk.original_timestamp',
  instance: 'service.instance.id',
  sequence: 'request_desk.heartbeat.sequence',
  requestsSoFar: 'request_desk.heartbeat.requests',
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

/** The version of these names and of what they mean; each request event says it. */
export const CONTRACT = 1;

/** Log record event names; `request_desk.*` is accepted from API processes only. */
export const REQUEST_EVENT = 'request_desk.request';
export const HEARTBEAT_EVENT = 'request_desk.heartbeat';
/** "All that this producer answered before `at` has a sequence up to `failed` and `succeeded`." */
export const WATERMARK_EVENT = 'request_desk.watermark';

/** `ATTR.callContent` of a request whose body nobody had parsed when its answer was ready. */
export const UNREAD_CONTENT = 'unread';
