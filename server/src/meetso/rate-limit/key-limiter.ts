import type { RateLimitState } from '@request-desk/fastify/request/request-event';
import { retryAfter, retryAfterSeconds } from '@request-desk/shared/retry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../api-error.ts';
import type { NamedWindow } from './key-windows.ts';
import { limitHeader } from './rate-limit-headers.ts';
import type { RateLimitStore } from './rate-limit-store.ts';
import type { WindowState } from './sliding-log.ts';

/** What every key may do, and who counts it. */
export interface KeyLimits {
  readonly store: RateLimitStore;
  readonly windows: readonly NamedWindow[];
  /** The windows as `RateLimit-Policy` says them. */
  readonly policy: string;
}

/** One call made with a key. */
interface KeyCall {
  readonly keyId: string;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Monotonic, in milliseconds. */
  readonly now: number;
}

/**
 * Counts one call of a key, sets its state in the headers of draft-ietf-httpapi-ratelimit-headers,
 * and throws `rate_limited` when a window has no room.
 */
export async function limitKey(
  { store, windows, policy }: KeyLimits,
  { keyId, request, reply, now }: KeyCall,
): Promise<void> {
  const { accepted, processes, states } = await store.take(keyId, now);
  reply.header('ratelimit-policy', policy);
  reply.header('ratelimit', limitHeader(windows, states));
  let paceMs = 0;
  windows.forEach(({ windowMs, limit }, w) => {
    paceMs = Math.max(paceMs, Math.ceil(windowMs / (states[w]?.limit ?? limit)));
  });
  const { window, limit, share, used, resetMs } = decisive(windows, states);
  const whole = { window, limit, used, resetMs, paceMs };
  const state: RateLimitState = processes > 1 ? { ...whole, share, processes } : whole;
  request.telemetry.event.rateLimit = state;
  if (accepted) return;
  const retryAfterS = retryAfterSeconds(state.resetMs / 1000);
  request.telemetry.event.rateLimit = { ...state, retryAfterS };
  throw new ApiError('rate_limited', {
    cause: state.window === 'burst' ? 'burst' : 'sustained',
    message: overLimit({ ...state, retryAfterS }),
    headers: retryAfter(retryAfterS),
  });
}

/** The message to a caller over its limit. */
export function overLimit({
  window,
  limit,
  share,
  processes,
  retryAfterS,
}: RateLimitState): string {
  const pace = window === 'burst' ? 'a second' : 'a minute';
  const divided =
    processes === undefined ? '' : `, ${share} of them by each of our ${processes} servers`;
  return (
    `Too many requests: this API key may make ${limit} ${pace}${divided}. ` +
    `Wait ${retryAfterS} s, as the Retry-After header says.`
  );
}

type Decisive = RateLimitState & {
  readonly window: 'burst' | 'sustained';
  readonly share: number;
};

/** The window that refuses longest, or else the one with the least room left. */
function decisive(windows: readonly NamedWindow[], states: readonly WindowState[]): Decisive {
  let best: Decisive | undefined;
  let longest = -1;
  let fullest = -1;
  windows.forEach(({ name, limit }, w) => {
    const { limit: share = limit, used = 0, waitMs = 0, resetMs = 0 } = states[w] ?? {};
    const taken = used / share;
    if (waitMs < longest || (waitMs === longest && taken <= fullest)) return;
    best = { window: name, limit, share, used, resetMs: waitMs > 0 ? waitMs : resetMs };
    longest = waitMs;
    fullest = taken;
  });
  if (best === undefined) throw new RangeError('a limiter needs at least one window');
  return best;
}
