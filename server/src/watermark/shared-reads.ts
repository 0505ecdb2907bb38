import { setTimeout as pause } from 'node:timers/promises';

interface Look<T> {
  readonly startedAt: number;
  readonly done: Promise<T>;
  /** Undefined while it runs. */
  took?: number;
}

/** Where looks take long, the store has other work as well: they begin twice that apart, up to a limit. */
const SLOW_MS = 100;
const MOST_APART_MS = 500;

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

  /** What a look found that began at `since` or later; looks begin one at a time and so far apart, further where they take long. */
  async look(since: number): Promise<T> {
    for (;;) {
      const last = this.#last;
      if (last && last.startedAt >= since) return await last.done;
      if (this.#running) await last?.done.catch(() => undefined);
      if (this.#running) continue;
      const early = this.#last ? this.#last.startedAt + this.#apart() - this.#monotonic() : 0;
      if (early > 0) await pause(early);
      else this.#begin();
    }
  }

  /** What the running look finds, whenever it began; a new one where none runs. */
  join(): Promise<T> {
    const last = this.#last;
    return this.#running && last ? last.done : this.look(this.#monotonic());
  }

  #apart(): number {
    const { took = 0 } = this.#last ?? {};
    if (took < SLOW_MS) return this.#apartMs;
    return Math.max(this.#apartMs, Math.min(MOST_APART_MS, 2 * took));
  }

  #begin(): void {
    const startedAt = this.#monotonic();
    this.#running = true;
    const done = this.#once(startedAt).finally(() => {
      this.#running = false;
      look.took = this.#monotonic() - startedAt;
    });
    // All that wait for it get the error.
    done.catch(() => undefined);
    const look: Look<T> = { startedAt, done };
    this.#last = look;
  }
}
