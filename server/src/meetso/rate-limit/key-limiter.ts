import type { RateLimitState } from '@request-desk/fastify/request/request-event';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../api-error.ts';
import type { NamedWindow } from './key-windows.ts';
import { limitHeader, policyHeader } from './rate-limit-headers.ts';
import type { RateLimitStore } from './rate-limit-store.ts';
import type { WindowState } from './sliding-log.ts';

/**
 * Counts one call of a key, tells its state in the headers of draft-ietf-httpapi-ratelimit-headers,
 * and throws `rate_limited` when a window has no room.
 */
export async function limitKey(
  { store, windows }: { store: RateLimitStore; windows: readonly NamedWindow[] },
  keyId: string,
  request: FastifyRequest,
  reply: FastifyReply,
  now: number,
): Promise<void> {
  const { accepted, processes, states } = await store.take(keyId, now);
  reply.header('ratelimit-policy', policyHeader(windows));
  reply.header('ratelimit', limitHeader(windows, states));
  const paces = windows.map(({ windowMs, limit }, w) => windowMs / (states[w]?.limit ?? limit));
  const paceMs = Math.ceil(Math.max(...paces));
  const { share, ...decided } = decisive(windows, states);
  const divided = processes > 1 ? { share, processes } : {};
  const state = { ...decided, ...divided, paceMs };
  request.telemetry.event.rateLimit = state;
  if (accepted) return;
  const retryAfterS = Math.max(1, Math.ceil(state.resetMs / 1000));
  request.telemetry.event.rateLimit = { ...state, retryAfterS };
  const pace = state.window === 'burst' ? 'a second' : 'a minute';
  throw new ApiError('rate_limited', {
    cause: state.window === 'burst' ? 'burst' : 'sustained',
    message:
      `Too many requests: this API key may make ${state.limit} ${pace}` +
      `${processes > 1 ? `, ${share} of them by each of our ${processes} servers` : ''}. ` +
      `Wait ${retryAfterS} s, as the Retry-After header says.`,
    headers: { 'retry-after': String(retryAfterS) },
  });
}

type Decisive = RateLimitState & {
  readonly window: 'burst' | 'sustained';
  readonly share: number;
};

/** The window that refuses longest, or else the one with the least room left. */
function decisive(windows: readonly NamedWindow[], states: readonly WindowState[]): Decisive {
  let best: Decisive | undefined;
  let bestRank = [-1, -1];
  for (const [w, { name, limit }] of windows.entries()) {
    const { limit: share = limit, used = 0, waitMs = 0, resetMs = 0 } = states[w] ?? {};
    const rank = [waitMs, used / share];
    if (best && !isAfter(rank, bestRank)) continue;
    best = { window: name, limit, share, used, resetMs: waitMs > 0 ? waitMs : resetMs };
    bestRank = rank;
  }
  if (best === undefined) throw new RangeError('a limiter needs at least one window');
  return best;
}

function isAfter(a: readonly number[], b: readonly number[]): boolean {
  const [waitA = 0, shareA = 0] = a;
  const [waitB = 0, shareB = 0] = b;
  return waitA > waitB || (waitA === waitB && shareA > shareB);
}
