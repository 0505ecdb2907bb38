import { hash, randomBytes } from 'node:crypto';
import { MINUTE_MS } from '@request-desk/shared/durations';

const LASTS_MS = 10 * MINUTE_MS;

/** Codes that let one person in, once, within ten minutes. */
export class OneTimeCodes {
  readonly #now: () => number;
  /** Hashes of those not used yet, with the end of their time. */
  readonly #open = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  issue(): string {
    const code = randomBytes(24).toString('base64url');
    this.#open.set(hash('sha256', code), this.#now() + LASTS_MS);
    return code;
  }

  /** Whether `code` is one of ours and still good; it is not any more afterwards. */
  redeem(code: string): boolean {
    const key = hash('sha256', code);
    const until = this.#open.get(key);
    this.#open.delete(key);
    return until !== undefined && this.#now() < until;
  }
}
