import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ControlPlaneState } from '../../database/control-plane-state.ts';
import type { TimeBudget } from '../../database/time-budget.ts';
import { ApiError } from '../api-error.ts';
import type { StoredKey } from '../directory/api-keys.ts';
import { refuseFlood } from '../rate-limit/failure-limiter.ts';
import { type KeyLimits, limitKey } from '../rate-limit/key-limiter.ts';
import type { RateLimitStore } from '../rate-limit/rate-limit-store.ts';
import type { Scope } from '../scopes.ts';
import { keyOrRefusal } from './credentials.ts';
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

export interface Authenticator {
  readonly keys: KeyCache;
  /** What is known of the control plane, so that requests need not find out. */
  readonly plane: ControlPlaneState;
  /** For one request: the reading of its key and its statements together. */
  newBudget(): TimeBudget;
  readonly lastUsed: LastUsed;
  readonly keyLimits: KeyLimits;
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
  gate: Authenticator,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { telemetry } = request;
  const key = await telemetry.child('authenticate', () => keyOf(gate, request));
  if (key instanceof ApiError) {
    throw (await refuseFlood(gate.failures, request.ip, telemetry.event, gate.steady())) ?? key;
  }
  request.caller = { orgId: key.orgId, keyId: key.id };
  gate.lastUsed.note(key.id, gate.now());
  await telemetry.child('rate limit', () =>
    limitKey(gate.keyLimits, { keyId: key.id, request, reply, now: gate.steady() }),
  );
  const { scope } = request.routeOptions.config;
  if (scope === undefined) return;
  telemetry.event.scopeRequired = scope;
  if (!key.scopes.includes(scope)) throw lackingScope(scope);
}

/**
 * For a path that is not there: notes whose key the request has, where that can be known. Without a
 * working one it counts as a failed authentication of its address, and throws when there were too many.
 */
export async function identifyStray(gate: Authenticator, request: FastifyRequest): Promise<void> {
  const { telemetry, ip } = request;
  const looked = telemetry.child('authenticate', () => keyOf(gate, request));
  const key = await looked.catch(() => undefined);
  if (!(key instanceof ApiError)) return;
  const flood = await refuseFlood(gate.failures, ip, telemetry.event, gate.steady());
  if (flood) throw flood;
}

function keyOf(gate: Authenticator, request: FastifyRequest): Promise<StoredKey | ApiError> {
  const { raw, planeBudget, telemetry } = request;
  return keyOrRefusal(gate, raw.rawHeaders, planeBudget, telemetry.event);
}

/** The refusal of a key that does not hold `scope`. */
export function lackingScope(scope: Scope): ApiError {
  return new ApiError('scope_missing', {
    cause: 'scope_missing',
    message:
      `This API key lacks the scope ${scope}. ` +
      'Create a key with it in Settings → API Keys and use that one here.',
  });
}
