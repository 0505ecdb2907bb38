/** At most `limit` calls in any `windowMs` milliseconds. */
export interface Window {
  readonly limit: number;
  readonly windowMs: number;
}

/** State of one window right after a check. */
export interface WindowState {
  /** What was allowed in it: the window's limit, or this process's share of it. */
  readonly limit: number;
  readonly used: number;
  /** Milliseconds until one more call has room; 0 while there is room now. */
  readonly waitMs: number;
  /** Milliseconds until the oldest counted call leaves the window; 0 when it is empty. */
  readonly resetMs: number;
}

const FIRST_CAPACITY = 16;

/** What one of `processes` may let through, so that together they stay within the limit; at least 1. */
function shareOf(limit: number, processes: number): number {
  return Math.max(1, Math.floor(limit / processes));
}

/**
 * The times of the last accepted calls: a perfect sliding window for several windows at once. A call
 * is accepted exactly when each window has room in (now − windowMs, now]; refused calls leave no
 * trace. Times are whole microseconds, so that sums are exact. A check costs O(1), amortised.
 */
export class SlidingLog {
  readonly #windows: readonly Window[];
  readonly #most: number;
  /** A ring of a power of two; entry `n` (counted from the first call ever) is at `n & mask`. */
  #times = new Float64Array(FIRST_CAPACITY);
  /** Number of calls ever accepted. */
  #count = 0;
  /** For each window the first accepted call still in it. */
  readonly #tails: number[];
  #last = 0;

  constructor(windows: readonly Window[]) {
    this.#windows = windows;
    this.#most = Math.max(...windows.map((window) => window.limit));
    this.#tails = windows.map(() => 0);
  }

  /**
   * Accepts a call at `nowMs` or not, as one of so many `processes` that share the limits. `nowMs`
   * counts from anywhere, and going back counts as standing still.
   */
  take(nowMs: number, processes = 1): boolean {
    const now = this.#advance(nowMs);
    for (let w = 0; w < this.#windows.length; w++) {
      const limit = shareOf((this.#windows[w] as Window).limit, processes);
      if (this.#count - (this.#tails[w] as number) >= limit) return false;
    }
    this.#push(now);
    return true;
  }

  /** Counts a call that somebody else accepted, as far as there is room for it. */
  note(nowMs: number): void {
    const now = this.#advance(nowMs);
    if (this.#count - Math.min(...this.#tails) < this.#most) this.#push(now);
  }

  /** The windows in the order given, at `nowMs`. */
  states(nowMs: number, processes = 1): WindowState[] {
    const now = this.#advance(nowMs);
    return this.#windows.map((window, w) => {
      const { windowMs } = window;
      const limit = shareOf(window.limit, processes);
      const tail = this.#tails[w] as number;
      const used = this.#count - tail;
      const untilGone = (call: number) => (this.#at(call) + windowMs * 1000 - now) / 1000;
      return {
        limit,
        used,
        waitMs: used < limit ? 0 : untilGone(this.#count - limit),
        resetMs: used === 0 ? 0 : untilGone(tail),
      };
    });
  }

  /** True when no window counts any call at `nowMs`: then the log may be forgotten. */
  idle(nowMs: number): boolean {
    this.#advance(nowMs);
    return this.#tails.every((tail) => tail === this.#count);
  }

  #advance(nowMs: number): number {
    this.#last = Math.max(this.#last, Math.round(nowMs * 1000));
    for (let w = 0; w < this.#windows.length; w++) {
      const gone = this.#last - (this.#windows[w] as Window).windowMs * 1000;
      let tail = this.#tails[w] as number;
      while (tail < this.#count && this.#at(tail) <= gone) tail++;
      this.#tails[w] = tail;
    }
    return this.#last;
  }

  #push(now: number): void {
    const oldest = Math.min(...this.#tails);
    if (this.#count - oldest === this.#times.length && this.#times.length < this.#most) {
      this.#grow(oldest);
    }
    this.#times[this.#count & (this.#times.length - 1)] = now;
    this.#count++;
  }

  #grow(oldest: number): void {
    const bigger = new Float64Array(this.#times.length * 2);
    for (let call = oldest; call < this.#count; call++) {
      bigger[call & (bigger.length - 1)] = this.#at(call);
    }
    this.#times = bigger;
  }

  #at(call: number): number {
    return this.#times[call & (this.#times.length - 1)] as number;
  }
}
