/** Rate-limit state of the window that matters most for this request. */
export interface RateLimitState {
  readonly window: 'burst' | 'sustained' | 'auth_flood';
  readonly limit: number;
  /** Where the limit was divided: what the process that answered allows, and among how many. */
  readonly share?: number;
  readonly processes?: number;
  readonly used: number;
  /** Milliseconds until the window has room for one more call. */
  readonly resetMs: number;
  /** Calls that come this far apart pass every limit of the key; milliseconds. */
  readonly paceMs?: number;
  /** Whole seconds, as sent in `Retry-After`; only on refusals. */
  readonly retryAfterS?: number;
}

/** One failing field, in the order the message names them. Values only where DESIGN allows. */
export interface ValidationIssue {
  readonly field: string;
  readonly rule: string;
  readonly nearMiss?: string;
  /** The refused value of a declared enum, number or date parameter, cut to 64 characters. */
  readonly value?: string;
  /** What the field takes: its form, and its words or bounds. */
  readonly form?: 'whole_number' | 'number' | 'text' | 'date_time' | 'one_of' | 'object';
  readonly allowed?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  /** The kind of JSON value that came. */
  readonly came?: 'text' | 'number' | 'boolean' | 'null' | 'list' | 'object';
}

/** What a successful list call gave; never a value of a filter. */
export interface ListResult {
  readonly items: number;
  /** Names of the filters used, each with the shape of its value, such as `time_range:word`. */
  readonly filters: readonly string[];
  /** Why there was nothing. */
  readonly empty?: 'filters' | 'after_cursor' | 'nothing_stored';
  /** There is a next page. */
  readonly more: boolean;
}

/**
 * The wide event of one public request. The telemetry plugin sets the first group, features add the
 * rest as they learn it. Nothing here may hold a secret: no header, body, query value or full key.
 */
export interface RequestEvent {
  readonly requestId: string;
  readonly traceId: string;
  readonly method: string;
  path: string;
  route: string;
  status: number;
  durationMs: number;
  userAgent?: string;
  clientAddress?: string;
  client?: string;
  clientVersion?: string;

  /** How the client itself names the call. */
  clientRequestId?: string;

  /** The client's own trace, which its traceparent named. */
  clientTraceId?: string;

  /** Fingerprints of method and path, and of query and body; `unread` for a body not parsed. */
  callTarget?: string;
  callContent?: string;

  /** The request whose answer this one got, by the same idempotency key, instead of its own. */
  replayOf?: string;

  orgId?: string;
  keyId?: string;
  keyPrefix?: string;
  scopesHeld?: readonly string[];
  scopeRequired?: string;
  rateLimit?: RateLimitState;
  result?: ListResult;

  code?: string;
  /** Internal truth; `client_closed` where the client left before its answer. */
  cause?: string;
  message?: string;
  issues?: readonly ValidationIssue[];
  authProblem?: string;
  ownerOrg?: string;
  /** In ISO 8601. */
  deletedAt?: string;
  nearMiss?: string;
  /** Of the route, where its path exists and the method does not. */
  allowedMethods?: string;
  exceptionType?: string;
  exceptionMessage?: string;
  sentryEventId?: string;
}
