/** What one request and all running ones together may hold; all in bytes. */
export interface IngestLimits {
  /** Of one body as sent. */
  readonly wireBytes: number;
  /** Of one body after decompression. */
  readonly bodyBytes: number;
  /** Of one JSON body, which unfolds to many times its size in memory. */
  readonly jsonBytes: number;
  /** Of all bodies that are being received. */
  readonly inFlightBytes: number;
  /** Undelivered spool beyond which senders are asked to wait. */
  readonly backlogBytes: number;
}

export const LIMITS: IngestLimits = {
  wireBytes: 32 * 2 ** 20,
  bodyBytes: 32 * 2 ** 20,
  jsonBytes: 4 * 2 ** 20,
  inFlightBytes: 64 * 2 ** 20,
  backlogBytes: 8 * 2 ** 30,
};

/** Counts bytes in flight against a bound. */
export class ByteBudget {
  readonly #limit: number;
  #used = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes `bytes` and returns how to give them back, or undefined when there is no room. */
  take(bytes: number): (() => void) | undefined {
    if (this.#used > 0 && this.#used + bytes > this.#limit) return undefined;
    this.#used += bytes;
    let taken = bytes;
    return () => {
      this.#used -= taken;
      taken = 0;
    };
  }
}

/** Runs at most `width` works at a time; the others wait in order. */
export function atMost(width: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= width) await new Promise<void>((resolve) => waiting.push(resolve));
    running++;
    try {
      return await work();
    } finally {
      running--;
      waiting.shift()?.();
    }
  };
}
