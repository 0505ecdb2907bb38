import { ATTR, HEARTBEAT_EVENT, REQUEST_EVENT } from './attributes.ts';

/**
 * The names of before contract 1: spools, stores and printed lines of earlier releases hold them,
 * and they are read for as long as such data is kept. Nothing writes them.
 */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  'meetso.request.id': ATTR.requestId,
  'meetso.org.id': ATTR.orgId,
  'meetso.api_key.id': ATTR.keyId,
  'meetso.api_key.prefix': ATTR.keyPrefix,
  'meetso.error.code': ATTR.errorCode,
  'meetso.error.cause': ATTR.cause,
  'meetso.error.message': ATTR.publicMessage,
  'meetso.request.duration_ms': ATTR.durationMs,
  'meetso.rate_limit.window': ATTR.rateWindow,
  'meetso.rate_limit.limit': ATTR.rateLimit,
  'meetso.rate_limit.used': ATTR.rateUsed,
  'meetso.rate_limit.reset_ms': ATTR.rateResetMs,
  'meetso.rate_limit.retry_after_s': ATTR.retryAfterS,
  'meetso.scope.required': ATTR.scopeRequired,
  'meetso.scope.held': ATTR.scopesHeld,
  'meetso.validation.field': ATTR.field,
  'meetso.validation.rule': ATTR.rule,
  'meetso.validation.value': ATTR.refusedValue,
  'meetso.validation.near_miss': ATTR.nearMiss,
  'meetso.validation.issues': ATTR.issues,
  'meetso.not_found.owner_org': ATTR.ownerOrg,
  'meetso.not_found.deleted_at': ATTR.deletedAt,
  'meetso.auth.problem': ATTR.authProblem,
  'meetso.client.name': ATTR.client,
  'meetso.client.version': ATTR.clientVersion,
  'meetso.sentry.event_id': ATTR.sentryEventId,
  'meetso.original_timestamp': ATTR.originalTimestamp,
  'meetso.heartbeat.sequence': ATTR.sequence,
  'meetso.heartbeat.requests': ATTR.requestsSoFar,
};

/** Attributes that name a request's organisation, today's first. */
export const ORG_ATTRIBUTES: readonly [string, string] = [ATTR.orgId, 'meetso.org.id'];

/** Event names of a request, today's first. */
export const REQUEST_EVENTS: readonly [string, string] = [REQUEST_EVENT, 'meetso.api.request'];

/** Event names of a heartbeat, today's first. */
export const HEARTBEAT_EVENTS: readonly [string, string] = [HEARTBEAT_EVENT, 'meetso.heartbeat'];

/** What event names begin with that only API processes may send. */
export const RESERVED_PREFIXES: readonly [string, string] = ['meetso.', 'request_desk.'];

/** Attributes under today's names; where both names stand, today's counts. */
export function modernAttributes(
  stored: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const entries = Object.entries(stored);
  if (!entries.some(([name]) => Object.hasOwn(ATTRIBUTES, name))) return stored;
  const renamed = new Map<string, string>();
  for (const [name, value] of entries) {
    const today = Object.hasOwn(ATTRIBUTES, name) ? ATTRIBUTES[name] : undefined;
    if (today === undefined) renamed.set(name, value);
    else if (!Object.hasOwn(stored, today)) renamed.set(today, value);
  }
  return Object.fromEntries(renamed);
}
