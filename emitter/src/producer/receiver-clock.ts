import { CLOCK_PATH, type ClockReading, clockReading } from '@request-desk/shared/receiver-clock';
import { MeasuredClock, type ReferenceClock } from './reference-clock.ts';

const READ_WITHIN_MS = 1_000;
const ASK_AGAIN_MS = 10_000;

interface ReceiverClockOptions {
  /** Reads the receiver's clock; rejects where it has none. */
  readonly read: () => Promise<ClockReading>;
  readonly monotonic: () => number;
  readonly wall: () => number;
}

/**
 * The reference clock as the OTLP receiver gives it, over its round trip. Until one does (a collector
 * does not) it is this machine's own, followed over its steps.
 */
export class ReceiverClock implements ReferenceClock {
  readonly #options: ReceiverClockOptions;
  readonly #own: MeasuredClock;
  #reference: MeasuredClock | undefined;
  #timer: NodeJS.Timeout | undefined;

  private constructor(options: ReceiverClockOptions, own: MeasuredClock) {
    this.#options = options;
    this.#own = own;
  }

  /** Asks once, for a second at most; `start` keeps on asking. */
  static async open(options: ReceiverClockOptions): Promise<ReceiverClock> {
    const { monotonic, wall } = options;
    const own = await MeasuredClock.open({ read: async () => wall(), monotonic, wall });
    const clock = new ReceiverClock(options, own);
    await clock.#ask();
    return clock;
  }

  get kind(): ReferenceClock['kind'] {
    return this.#reference === undefined ? 'wall' : 'reference';
  }

  lower(): number {
    return this.#clock.lower();
  }

  upper(): number {
    return this.#clock.upper();
  }

  best(): number {
    return this.#reference?.best() ?? this.#options.wall();
  }

  get steps(): number {
    return this.#clock.steps;
  }

  get lastStepMs(): number {
    return this.#clock.lastStepMs;
  }

  start(): void {
    this.#own.start();
    this.#reference?.start();
    this.#timer = setInterval(() => void this.#askAgain(), ASK_AGAIN_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#own.stop();
    this.#reference?.stop();
  }

  get #clock(): MeasuredClock {
    return this.#reference ?? this.#own;
  }

  async #askAgain(): Promise<void> {
    if (this.#reference !== undefined) return;
    const reference = await this.#ask();
    if (this.#timer !== undefined) reference?.start();
  }

  async #ask(): Promise<MeasuredClock | undefined> {
    this.#reference = await MeasuredClock.open(this.#options).catch(() => undefined);
    return this.#reference;
  }
}

/** Asks the receiver at `endpoint`, an OTLP base URL. Rejects within a second where it gives no time. */
export async function readReceiverClock(
  endpoint: string,
  token: string | undefined,
): Promise<ClockReading> {
  const response = await fetch(`${endpoint.replace(/\/+$/, '')}${CLOCK_PATH}`, {
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(READ_WITHIN_MS),
  });
  const body: unknown = await response.json();
  if (!response.ok) throw new Error(`the receiver answered ${response.status}`);
  return clockReading.parse(body);
}
