import { setTimeout as pause } from 'node:timers/promises';

interface Look<T> {
  readonly startedAt: number;
  readonly done: Promise<T>;
}

/** Lets many who ask at once share one look; times in monotonic milliseconds. */
export class SharedReads<T> {
  readonly #once: (startedAt: number) => Promise<T>;
  readonly #apartMs: number;
  readonly #monotonic: () => number;
  #last: Look<T> | undefined;
  #running = false;

  constructor(once: (startedAt: number) => Promise<T>, apartMs: number, monotonic: () => number) {
    this.#once = once;
    this.#apartMs = apartMs;
    this.#monotonic = monotonic;
  }

  /** What a look found that began at `since` or later; looks begin so far apart and one at a time. */
  async look(since: number): Promise<T> {
    for (;;) {
      const last = this.#last;
      if (last && last.startedAt >= since) return await last.done;
      if (this.#running) await last?.done.catch(() => undefined);
      const early = (this.#last?.startedAt ?? -this.#apartMs) + this.#apartMs - this.#monotonic();
      if (this.#running) continue;
      if (early > 0) await pause(early);
      else this.#begin();
    }
  }

  /** What the running look finds, whenever it began; a new one where none runs. */
  join(): Promise<T> {
    const last = this.#last;
    return this.#running && last ? last.done : this.look(this.#monotonic());
  }

  #begin(): void {
    const startedAt = this.#monotonic();
    this.#running = true;
    const done = this.#once(startedAt).finally(() => {
      this.#running = false;
    });
    // All that wait for it get the error.
    done.catch(() => undefined);
    this.#last = { startedAt, done };
  }
}
