import { SlidingLog, type Window, type WindowState } from './sliding-log.ts';

/** What a check says: whether the call may go on, and each window's state after it. */
export interface RateLimitDecision {
  readonly accepted: boolean;
  /** Among so many the limits were divided; 1 where all were counted together. */
  readonly processes: number;
  readonly states: readonly WindowState[];
}

/** Counts calls for keys of any kind. Memory by default; a shared store can stand here instead. */
export interface RateLimitStore {
  /** Counts a call if every window has room for it; `now` in milliseconds, never going back. */
  take(key: string, now: number): RateLimitDecision | Promise<RateLimitDecision>;
}

const SWEEP_EVERY_MS = 30_000;
const MOST_KEYS = 100_000;

/** Sliding logs in this process, which allows its share of each limit; idle ones are forgotten. */
export class MemoryRateLimits implements RateLimitStore {
  readonly #windows: readonly Window[];
  readonly #processes: () => number;
  readonly #logs = new Map<string, SlidingLog>();
  #sweptAt = 0;

  /** `processes` says how many answer the same customers, this one among them. */
  constructor(windows: readonly Window[], processes: () => number = () => 1) {
    this.#windows = windows;
    this.#processes = processes;
  }

  take(key: string, now: number): RateLimitDecision {
    const processes = this.#processes();
    const log = this.#logOf(key, now);
    const accepted = log.take(now, processes);
    return { accepted, processes, states: log.states(now, processes) };
  }

  /** Counts a call that another store accepted. */
  note(key: string, now: number): void {
    this.#logOf(key, now).note(now);
  }

  #logOf(key: string, now: number): SlidingLog {
    if (now - this.#sweptAt >= SWEEP_EVERY_MS) this.#sweep(now);
    let log = this.#logs.get(key);
    if (log === undefined) {
      if (this.#logs.size >= MOST_KEYS) this.#forgetOldest();
      log = new SlidingLog(this.#windows);
      this.#logs.set(key, log);
    }
    return log;
  }

  #sweep(now: number): void {
    this.#sweptAt = now;
    for (const [key, log] of this.#logs) if (log.idle(now)) this.#logs.delete(key);
  }

  #forgetOldest(): void {
    const oldest = this.#logs.keys().next();
    if (!oldest.done) this.#logs.delete(oldest.value);
  }
}
