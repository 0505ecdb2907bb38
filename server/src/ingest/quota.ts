import { MINUTE_MS } from '@request-desk/shared/durations';
import { retryAfterSeconds } from '@request-desk/shared/retry';

/** So much of a minute's bytes may come at once. */
const MIB = 2 ** 20;

interface Bucket {
  /** Bytes that may still come; below 0 after a body that was larger than what was left. */
  left: number;
  at: number;
}

/** What each sender may send: a minute's bytes at once, and from there on as they grow back. */
export class SenderQuotas {
  readonly #buckets = new Map<string, Bucket>();
  /** Counts milliseconds and never goes back. */
  readonly #ticks: () => number;

  constructor(ticks: () => number = () => performance.now()) {
    this.#ticks = ticks;
  }

  /** Seconds until `sender` may send again; 0: now. */
  waitS(sender: string, mibPerMinute: number): number {
    const { left } = this.#filled(sender, mibPerMinute);
    if (left > 0) return 0;
    return retryAfterSeconds((-left / (mibPerMinute * MIB)) * 60);
  }

  /** Counts a body that was taken. */
  spend(sender: string, mibPerMinute: number, bytes: number): void {
    this.#filled(sender, mibPerMinute).left -= bytes;
  }

  #filled(sender: string, mibPerMinute: number): Bucket {
    const now = this.#ticks();
    const most = mibPerMinute * MIB;
    const bucket = this.#buckets.get(sender) ?? { left: most, at: now };
    bucket.left = Math.min(most, bucket.left + ((now - bucket.at) / MINUTE_MS) * most);
    bucket.at = now;
    this.#buckets.set(sender, bucket);
    return bucket;
  }
}
