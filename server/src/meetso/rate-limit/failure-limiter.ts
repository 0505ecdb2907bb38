import type { RequestEvent } from '@request-desk/fastify/request/request-event';
import { MINUTE_MS } from '@request-desk/shared/durations';
import { retryAfter, retryAfterSeconds } from '@request-desk/shared/retry';
import { unmappedAddress } from '@request-desk/shared/unmapped-address';
import { clientNetwork } from '../../http/client-network.ts';
import { isLoopback } from '../../http/loopback.ts';
import { ApiError } from '../api-error.ts';
import type { RateLimitStore } from './rate-limit-store.ts';
import type { Window } from './sliding-log.ts';

/** Calls without a working key that one address may have answered in a minute. */
export const FAILURE_WINDOW: Window = { limit: 100, windowMs: MINUTE_MS };

/**
 * Counts a call of an address without a working key. Returns undefined while there is room, and the
 * refusal that takes the place of the 401 or 404 beyond that. A valid key never gets here.
 */
export async function refuseFlood(
  store: RateLimitStore,
  address: string,
  event: RequestEvent,
  now: number,
): Promise<ApiError | undefined> {
  if (isLoopback(unmappedAddress(address))) return undefined;
  const { accepted, states } = await store.take(clientNetwork(address), now);
  if (accepted) return undefined;
  const { used = 0, waitMs = 0 } = states[0] ?? {};
  const retryAfterS = retryAfterSeconds(waitMs / 1000);
  const { limit } = FAILURE_WINDOW;
  event.rateLimit = { window: 'auth_flood', limit, used, resetMs: waitMs, retryAfterS };
  return new ApiError('rate_limited', {
    cause: 'auth_flood',
    message:
      `Too many calls without a working API key came from this address. Correct the API key, and ` +
      `wait ${retryAfterS} s, as the Retry-After header says.`,
    headers: retryAfter(retryAfterS),
  });
}
