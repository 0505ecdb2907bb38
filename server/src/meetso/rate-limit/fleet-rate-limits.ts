import type { SharedStore } from '../../database/shared-store.ts';
import {
  MemoryRateLimits,
  type RateLimitDecision,
  type RateLimitStore,
} from './rate-limit-store.ts';
import { SharedLog } from './shared-log.ts';
import type { Window } from './sliding-log.ts';

interface FleetOptions {
  readonly windows: readonly Window[];
  /** Where all processes count together; without one each allows its share of the limits. */
  readonly store: SharedStore | undefined;
  /** Keeps these keys apart from others in the store. */
  readonly kind: string;
  /** How many processes answer the same customers, this one among them. */
  readonly processes: () => number;
}

/**
 * The limits of all processes together. While the shared store does not answer in its time, this one
 * allows its share, and counts for that what it accepted before: whatever comes and goes, a key gets
 * at most twice its limit, once from the store and once from all shares.
 */
export class FleetRateLimits implements RateLimitStore {
  readonly #own: MemoryRateLimits;
  readonly #store: SharedStore | undefined;
  readonly #log: SharedLog | undefined;

  constructor({ windows, store, kind, processes }: FleetOptions) {
    this.#own = new MemoryRateLimits(windows, processes);
    this.#store = store;
    this.#log = store && new SharedLog(store, windows, kind);
  }

  take(key: string, now: number): RateLimitDecision | Promise<RateLimitDecision> {
    if (this.#log === undefined) return this.#own.take(key, now);
    if (!this.#store?.isThere()) return this.#alone(key, now);
    return this.#log.take(key).then(
      (decision) => {
        if (decision.accepted) this.#own.note(key, now);
        return decision;
      },
      () => this.#alone(key, now),
    );
  }

  #alone(key: string, now: number): RateLimitDecision {
    this.#store?.missed();
    return this.#own.take(key, now);
  }
}
