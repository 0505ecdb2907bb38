import type { ServerLimits } from './server-limits.ts';

const SAMPLE_EVERY_MS = 100;
/** Share of the newest sample in the average: one long pause alone is no overload. */
const WEIGHT = 0.2;

/** Tells when the process has more to do than it can: then new requests are refused at once. */
export class Overload {
  readonly #limits: ServerLimits;
  readonly #timer: NodeJS.Timeout;
  #averageMs = 0;

  /** `now` counts milliseconds and never goes back. */
  constructor(limits: ServerLimits, now: () => number) {
    this.#limits = limits;
    let due = now() + SAMPLE_EVERY_MS;
    this.#timer = setInterval(() => {
      const at = now();
      this.sample(Math.max(0, at - due));
      due = at + SAMPLE_EVERY_MS;
    }, SAMPLE_EVERY_MS).unref();
  }

  /** Takes one measured delay of the event loop into the average. */
  sample(delayMs: number): void {
    this.#averageMs += (delayMs - this.#averageMs) * WEIGHT;
  }

  /** True when a request beside `open` others should be refused. */
  sheds(open: number): boolean {
    return open > this.#limits.openRequests || this.#averageMs > this.#limits.loopDelayMs;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
