import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ControlPlaneState } from '../../database/control-plane-state.ts';
import type { TimeBudget } from '../../database/time-budget.ts';
import { ApiError } from '../api-error.ts';
import type { CauseOf } from '../catalogue/causes.ts';
import type { StoredKey } from '../directory/api-keys.ts';
import { keyPrefixOf } from '../key-form.ts';
import { refuseFlood } from '../rate-limit/failure-limiter.ts';
import { limitKey } from '../rate-limit/key-limiter.ts';
import type { NamedWindow } from '../rate-limit/key-windows.ts';
import type { RateLimitStore } from '../rate-limit/rate-limit-store.ts';
import type { Scope } from '../scopes.ts';
import { authorizationOf, keyOf } from './authorization-header.ts';
import type { KeyCache } from './key-cache.ts';
import type { LastUsed } from './last-used.ts';

/** Who calls; set on every request that got past authentication. */
export interface Caller {
  readonly orgId: string;
  readonly keyId: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | undefined;
    /** What this request may still wait for the control plane. */
    planeBudget: TimeBudget;
  }
  interface FastifyContextConfig {
    /** The scope that the route needs of a key. */
    scope?: Scope;
  }
}

export interface Gatekeeper {
  readonly keys: KeyCache;
  /** What is known of the control plane, so that requests need not find out. */
  readonly plane: ControlPlaneState;
  /** For one request: the reading of its key and its statements together. */
  newBudget(): TimeBudget;
  readonly lastUsed: LastUsed;
  readonly keyLimits: { readonly store: RateLimitStore; readonly windows: readonly NamedWindow[] };
  readonly failures: RateLimitStore;
  /** Milliseconds since 1970, for what is stored. */
  readonly now: () => number;
  /** Milliseconds from anywhere that never go back, for limits. */
  readonly steady: () => number;
  /** Writes out what is remembered and leaves the list of processes. */
  stop(): Promise<void>;
}

/** Lets a request pass with a valid key that has room and the route's scope; else throws. */
export async function authenticate(
  gate: Gatekeeper,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { telemetry } = request;
  const key = await telemetry.child('authenticate', () => keyOrRefusal(gate, request));
  if (key instanceof ApiError) {
    throw (await refuseFlood(gate.failures, request.ip, telemetry.event, gate.steady())) ?? key;
  }
  request.caller = { orgId: key.orgId, keyId: key.id };
  gate.lastUsed.note(key.id, gate.now());
  await telemetry.child('rate limit', () =>
    limitKey(gate.keyLimits, key.id, request, reply, gate.steady()),
  );
  const { scope } = request.routeOptions.config;
  if (scope === undefined) return;
  telemetry.event.scopeRequired = scope;
  if (!key.scopes.includes(scope)) throw lacking(scope);
}

/** Notes whose key a request has, where that can be known, without letting it pass or refusing it. */
export async function identify(gate: Gatekeeper, request: FastifyRequest): Promise<void> {
  const known = request.telemetry.child('authenticate', () => keyOrRefusal(gate, request));
  await known.catch(() => undefined);
}

async function keyOrRefusal(
  gate: Gatekeeper,
  { raw, planeBudget, telemetry: { event } }: FastifyRequest,
): Promise<StoredKey | ApiError> {
  const parsed = keyOf(authorizationOf(raw.rawHeaders));
  if (typeof parsed !== 'string') {
    event.authProblem = parsed.problem;
    return new ApiError('unauthorized', { cause: parsed.cause, message: HOW[parsed.cause] });
  }
  const prefix = keyPrefixOf(parsed);
  if (prefix) event.keyPrefix = prefix;
  const found = gate.keys.find(parsed);
  const key = found instanceof Promise ? await planeBudget.spend(() => found) : found;
  if (key === undefined) return dead('unknown');
  event.orgId = key.orgId;
  event.keyId = key.id;
  event.scopesHeld = key.scopes;
  if (key.revokedAt) return dead('revoked');
  if (key.expiresAt && key.expiresAt.getTime() <= gate.now()) return dead('expired');
  return key;
}

const SEND = 'Send `Authorization: Bearer` followed by an API key from Settings → API Keys';
const HOW: Readonly<Record<CauseOf<'unauthorized'>, string>> = {
  header_missing: `The Authorization header is missing. ${SEND}.`,
  scheme_wrong: `The Authorization header must use the scheme Bearer. ${SEND}.`,
  token_malformed:
    'The bearer token is not an API key: a key is `mts_live_` and 32 letters or digits, ' +
    `without quotes or spaces. ${SEND}.`,
};

/** One text for all three causes: a guesser learns nothing about a key that once existed. */
function dead(cause: CauseOf<'invalid_key'>): ApiError {
  return new ApiError('invalid_key', {
    cause,
    message:
      'This API key does not work: it is unknown, revoked or expired. ' +
      'Create a new one in Settings → API Keys and revoke the old one.',
  });
}

function lacking(scope: Scope): ApiError {
  return new ApiError('scope_missing', {
    cause: 'scope_missing',
    message:
      `This API key lacks the scope ${scope}. ` +
      'Create a key with it in Settings → API Keys and use that one here.',
  });
}
