import { withStallTolerantTimeout } from '@request-desk/fastify/stall-tolerant-timeout';
import { DatabaseError } from './database.ts';

/** What one request may wait for the control plane, over all that it asks of it. */
export class TimeBudget {
  readonly #allMs: number;
  readonly #now: () => number;
  #spentMs = 0;

  /** `now` counts milliseconds and never goes back. */
  constructor(allMs: number, now: () => number) {
    this.#allMs = allMs;
    this.#now = now;
  }

  /** What `work` resolves to. Throws DatabaseError when that takes longer than what is left. */
  async spend<T>(work: () => Promise<T>): Promise<T> {
    const began = this.#now();
    const left = this.#allMs - this.#spentMs;
    if (left <= 0) throw this.#over();
    try {
      return await withStallTolerantTimeout(left, work(), () => {
        throw this.#over();
      });
    } finally {
      this.#spentMs += this.#now() - began;
    }
  }

  #over(): DatabaseError {
    return new DatabaseError(`the control plane did not answer within ${this.#allMs} ms`);
  }
}
