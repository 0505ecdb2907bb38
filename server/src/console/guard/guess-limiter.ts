/** Wrong guesses of one address that are simply refused. */
const FREE = 5;
const LONGEST_S = 300;
/** So long after its last wrong guess an address is forgotten. */
const FORGET_MS = 3600_000;
const MAX_ADDRESSES = 10_000;

interface Guesses {
  wrong: number;
  blockedUntil: number;
  lastAt: number;
}

/**
 * Slows down who guesses, by address: after five wrong guesses each further one doubles the wait, up
 * to five minutes. Whoever has the right token is let in all the same, because people behind one
 * proxy share an address; guessing 32 characters is hopeless at any speed.
 */
export class GuessLimiter {
  readonly #now: () => number;
  readonly #addresses = new Map<string, Guesses>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts a wrong guess. Returns the seconds to wait when there were too many, else 0. */
  wrong(address: string): number {
    const now = this.#now();
    const key = networkOf(address);
    const known = this.#addresses.get(key);
    const guesses =
      known && now - known.lastAt < FORGET_MS ? known : { wrong: 0, blockedUntil: 0, lastAt: now };
    const blocked = now < guesses.blockedUntil;
    if (!blocked) {
      guesses.wrong++;
      if (guesses.wrong > FREE)
        guesses.blockedUntil = now + 1000 * Math.min(LONGEST_S, 2 ** (guesses.wrong - FREE));
    }
    guesses.lastAt = now;
    // Last in order: the address that was silent longest is forgotten first.
    this.#addresses.delete(key);
    this.#addresses.set(key, guesses);
    for (const oldest of this.#addresses.keys()) {
      if (this.#addresses.size <= MAX_ADDRESSES) break;
      this.#addresses.delete(oldest);
    }
    return blocked ? Math.ceil((guesses.blockedUntil - now) / 1000) : 0;
  }
}

/** One host is given 64 bits of IPv6 addresses at least. */
function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!plain.includes(':')) return plain;
  return plain.split('%', 1)[0]?.split('::', 1)[0]?.split(':').slice(0, 4).join(':') ?? plain;
}
