import { MINUTE_MS } from '@request-desk/shared/durations';

const BURST = 10;
const PER_MS = 10 / MINUTE_MS;
const MAX_FINGERPRINTS = 500;

interface Bucket {
  tokens: number;
  at: number;
}

/**
 * Lets ten of each fingerprint through at once and ten a minute after that: a captured exception
 * costs a hundred times a request, and the hundredth copy adds nothing.
 */
export class FingerprintLimit {
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();

  /** `now` is monotonic, in milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  take(fingerprint: string): boolean {
    const at = this.#now();
    const bucket = this.#buckets.get(fingerprint) ?? { tokens: BURST, at };
    bucket.tokens = Math.min(BURST, bucket.tokens + (at - bucket.at) * PER_MS);
    bucket.at = at;
    if (this.#buckets.size >= MAX_FINGERPRINTS) this.#buckets.clear();
    this.#buckets.set(fingerprint, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens--;
    return true;
  }
}
