import { MINUTE_MS } from '@request-desk/shared/durations';

/** Ids are remembered so long after they were first asked for. */
const REMEMBER_MS = 10 * MINUTE_MS;
const MAX_REMEMBERED_IDS = 20_000;

/**
 * When each id was first asked for, while its answer is open: who asks again asks the same
 * question. Otherwise data that is always somewhat behind could never answer it.
 */
export class FirstAsked {
  readonly #monotonic: () => number;
  readonly #asked = new Map<string, { readonly askedAt: number; readonly at: number }>();

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  /** The earlier of `askedAt` and the time when `id` was first asked for. */
  since(id: string, askedAt: number): number {
    const at = this.#monotonic();
    const before = this.#asked.get(id);
    if (before !== undefined && at - before.at < REMEMBER_MS)
      return Math.min(askedAt, before.askedAt);
    this.#asked.delete(id);
    this.#asked.set(id, { askedAt, at });
    for (const [oldest] of this.#asked) {
      if (this.#asked.size <= MAX_REMEMBERED_IDS) break;
      this.#asked.delete(oldest);
    }
    return askedAt;
  }

  /** The question is answered. */
  forget(id: string): void {
    this.#asked.delete(id);
  }
}
