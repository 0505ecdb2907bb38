import { hash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { withStallTolerantTimeout } from '@request-desk/fastify/stall-tolerant-timeout';
import { MINUTE_MS } from '@request-desk/shared/durations';
import { retryAfter } from '@request-desk/shared/retry';
import { ApiError } from '../api-error.ts';
import type { IdempotencyClaim, IdempotencyStore, KeyScope } from './idempotency-store.ts';

/** So long a call may hold a key; it is also the most that a duplicate waits for it. */
const CLAIM_MS = 10_000;
const [LEAST_POLL_MS, MOST_POLL_MS] = [25, 250];
const SWEEP_EVERY_MS = 10 * MINUTE_MS;
const RETRY_AFTER_S = 1;

/** What a call with a key was answered. */
export interface StoredAnswer {
  readonly response: string;
  readonly contentHash: string;
  /** Of the call that was carried out. */
  readonly requestId: string;
}

/** One call with a key. */
export interface KeyedCall {
  readonly scope: KeyScope;
  /** What it asks for, in a form that is the same for the same wish. */
  readonly content: string;
  readonly requestId: string;
  /** Runs one statement on the control plane within what the request may wait for it. */
  within<T>(work: () => Promise<T>): Promise<T>;
  /** Carries the call out and stores the answer with it; undefined when the claim was lost meanwhile. */
  execute(claim: IdempotencyClaim): Promise<string | undefined>;
}

/**
 * Carries out one call of each key, and gives its answer to the others. Duplicates in this process wait
 * for one another, the first of them looks for those elsewhere from time to time; none holds a connection.
 */
export class IdempotentCalls {
  readonly #store: IdempotencyStore;
  readonly #steady: () => number;
  readonly #claimMs: number;
  readonly #running = new Map<string, Promise<StoredAnswer | undefined>>();
  readonly #sweeping: NodeJS.Timeout;

  /** `steady` counts milliseconds and never goes back; `failed` is called for sweeps that failed. */
  constructor(
    store: IdempotencyStore,
    steady: () => number,
    failed: (error: unknown) => void,
    claimMs = CLAIM_MS,
  ) {
    this.#store = store;
    this.#steady = steady;
    this.#claimMs = claimMs;
    this.#sweeping = setInterval(() => void store.sweep().catch(failed), SWEEP_EVERY_MS).unref();
  }

  /** Throws ApiError for a key of another call, and when its first call takes too long. */
  async answer(call: KeyedCall): Promise<StoredAnswer> {
    const { orgId, method, route, keyHash } = call.scope;
    const name = [orgId, method, route, keyHash].join(' ');
    const contentHash = hash('sha256', call.content);
    const deadline = this.#steady() + this.#claimMs;
    for (;;) {
      const before = this.#running.get(name);
      if (before) {
        const left = Math.max(1, deadline - this.#steady());
        const answer = await withStallTolerantTimeout(left, before, () => {
          throw inFlight();
        });
        if (answer) return same(answer, contentHash);
        continue;
      }
      const running = this.#first(call, contentHash);
      // Others wait for it, and try themselves when it failed.
      const shared = running.catch(() => undefined);
      this.#running.set(name, shared);
      try {
        return await running;
      } finally {
        this.#running.delete(name);
      }
    }
  }

  stop(): void {
    clearInterval(this.#sweeping);
  }

  async #first(call: KeyedCall, contentHash: string): Promise<StoredAnswer> {
    const { scope, requestId } = call;
    const claim = { scope, requestId, contentHash, claim: randomUUID() };
    let deadline = this.#steady() + this.#claimMs;
    for (let wait = LEAST_POLL_MS; ; wait = Math.min(wait * 2, MOST_POLL_MS)) {
      const claimed = await call.within(() => this.#store.claim(claim, this.#claimMs));
      if (claimed === 'mine') {
        const response = await this.#carriedOut(call, claim);
        if (response !== undefined) return { response, contentHash, requestId };
      } else if (claimed !== 'unsure') {
        const { response, leftMs, ...holder } = claimed;
        if (response !== null) return same({ ...holder, response }, contentHash);
        same({ ...holder, response: '' }, contentHash);
        deadline = Math.min(deadline, this.#steady() + leftMs);
      }
      if (this.#steady() + wait > deadline) throw inFlight();
      await pause(wait * (0.75 + Math.random() / 2));
    }
  }

  async #carriedOut(call: KeyedCall, claim: IdempotencyClaim): Promise<string | undefined> {
    try {
      return await call.execute(claim);
    } catch (error) {
      // A statement that is still under way finds its claim gone, or has been carried out.
      await call.within(() => this.#store.release(claim)).catch(() => undefined);
      throw error;
    }
  }
}

function same(answer: StoredAnswer, contentHash: string): StoredAnswer {
  if (answer.contentHash === contentHash) return answer;
  throw new ApiError('invalid_request', {
    cause: 'idempotency_mismatch',
    message:
      'This Idempotency-Key was used for a call with another body. Use a new key for each new call, ' +
      'and the same one only to repeat it unchanged.',
  });
}

function inFlight(): ApiError {
  return new ApiError('internal_error', {
    cause: 'idempotency_in_flight',
    message:
      'The first call with this Idempotency-Key is still being carried out; ' +
      `retry in ${RETRY_AFTER_S} s with the same key, as the Retry-After header says.`,
    headers: retryAfter(RETRY_AFTER_S),
  });
}
