import { HOUR_MS } from '@request-desk/shared/durations';
import { keepLatest } from '../keep-latest.ts';

/** Wrong guesses of one origin that are simply refused. */
const FREE = 5;
const LONGEST_S = 300;
/** So long after its last wrong guess an origin is removed. */
const FORGET_MS = HOUR_MS;
const MAX_ORIGINS = 10_000;

interface Guesses {
  wrong: number;
  blockedUntil: number;
  lastAt: number;
}

/**
 * Slows down who guesses, by origin (an address, an account): after `free` wrong guesses each further
 * one doubles the wait, up to five minutes. The holder of the right token is let in all the same, because
 * people behind one proxy share an address; guessing 32 characters is hopeless at any speed.
 */
export class GuessLimiter {
  readonly #now: () => number;
  readonly #origins = new Map<string, Guesses>();
  readonly #free: number;

  constructor(now: () => number, free: number = FREE) {
    this.#now = now;
    this.#free = free;
  }

  /** Counts a wrong guess. Returns the seconds to wait when there were too many, else 0. */
  wrong(key: string): number {
    const now = this.#now();
    const known = this.#origins.get(key);
    const guesses =
      known && now - known.lastAt < FORGET_MS ? known : { wrong: 0, blockedUntil: 0, lastAt: now };
    const blocked = now < guesses.blockedUntil;
    if (!blocked) {
      guesses.wrong++;
      if (guesses.wrong > this.#free)
        guesses.blockedUntil = now + 1000 * Math.min(LONGEST_S, 2 ** (guesses.wrong - this.#free));
    }
    guesses.lastAt = now;
    // The one whose last wrong guess is oldest is removed first.
    keepLatest(this.#origins, key, guesses, MAX_ORIGINS);
    return blocked ? Math.ceil((guesses.blockedUntil - now) / 1000) : 0;
  }
}
