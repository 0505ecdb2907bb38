import type { ClockReading } from '@request-desk/shared/receiver-clock';

/**
 * The one clock on which "answered before" and "asked at" are compared between processes, in
 * milliseconds since 1970 with fractions. The true reading lies between `lower` and `upper`.
 */
export interface ReferenceClock {
  /** `wall`: only this machine's own, which may be off. */
  readonly kind: 'reference' | 'wall';
  /** For those who claim to be complete up to a time. */
  lower(): number;
  /** For those who ask at a time. */
  upper(): number;
  /** The likeliest reading: for stamps. A machine's own clock is followed over its steps. */
  best(): number;
  /** Steps of the reference itself that were noticed, and the size of the last one. */
  readonly steps: number;
  readonly lastStepMs: number;
}

interface ReferenceClockOptions {
  /** Reads the reference: the control plane's `clock_timestamp()` in milliseconds, or an interval. */
  readonly read: () => Promise<number | ClockReading>;
  /** A clock that is never stepped, in milliseconds. */
  readonly monotonic: () => number;
  /** The wall clock here: it alone goes on while the machine sleeps. */
  readonly wall: () => number;
  /** Called when the reference was stepped by so many milliseconds. */
  readonly onStep?: (byMs: number) => void;
}

const MEASURE_EVERY_MS = 10_000;
const TRY_AGAIN_MS = 2_000;
/** A reading that took longer says too little. */
const SLOWEST_MS = 2_000;
/** Two clocks, each slewed by at most 500 ppm in opposite directions (adjtimex(2)). */
const DRIFT = 0.001;
/** Both frames count for so long after a step, so that nobody is still in the old one alone. */
const BOTH_FRAMES_MS = 2 * MEASURE_EVERY_MS;

/** Reference minus monotonic time was between `low` and `high` when measured at `at` (monotonic). */
interface Frame {
  readonly low: number;
  readonly high: number;
  readonly at: number;
  /** Wall minus monotonic time then. */
  readonly wall: number;
}

/** A reference clock measured over a network: the offset is an interval as wide as the round trip. */
export class MeasuredClock implements ReferenceClock {
  readonly kind = 'reference';
  readonly #options: ReferenceClockOptions;
  #frame: Frame;
  /** The frame before a step, until `#bothUntil` (monotonic). */
  #before: Frame | undefined;
  #bothUntil = 0;
  #timer: NodeJS.Timeout | undefined;
  steps = 0;
  lastStepMs = 0;

  private constructor(options: ReferenceClockOptions, frame: Frame) {
    this.#options = options;
    this.#frame = frame;
  }

  /** Measures once; rejects when the reference cannot be read. `start` keeps on measuring. */
  static async open(options: ReferenceClockOptions): Promise<MeasuredClock> {
    return new MeasuredClock(options, await measured(options));
  }

  lower(): number {
    const now = this.#options.monotonic();
    return Math.min(...this.#frames(now).map((frame) => now + frame.low - drift(frame, now)));
  }

  /** Monotonic time stands still while a machine sleeps: until the next measurement it may have. */
  upper(): number {
    const now = this.#options.monotonic();
    const wall = this.#options.wall() - now;
    return Math.max(
      ...this.#frames(now).map(
        (frame) => now + frame.high + drift(frame, now) + Math.max(0, wall - frame.wall),
      ),
    );
  }

  best(): number {
    return this.#options.monotonic() + (this.#frame.low + this.#frame.high) / 2;
  }

  /**
   * Measures the offset again. False when the reference did not answer in time: then the old frame is
   * carried on, ever less certain. Never rejects.
   */
  async measure(): Promise<boolean> {
    try {
      const frame = await measured(this.#options);
      if (frame.high - frame.low > SLOWEST_MS) return false;
      this.#take(frame);
      return true;
    } catch {
      return false;
    }
  }

  /** Measures every ten seconds until `stop`, sooner after a failure. */
  start(): void {
    const next = (afterMs: number) => {
      this.#timer = setTimeout(async () => {
        const done = await within(SLOWEST_MS, this.measure());
        if (this.#timer !== undefined) next(done ? MEASURE_EVERY_MS : TRY_AGAIN_MS);
      }, afterMs).unref();
    };
    next(MEASURE_EVERY_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #frames(now: number): readonly Frame[] {
    return this.#before && now < this.#bothUntil ? [this.#frame, this.#before] : [this.#frame];
  }

  #take(frame: Frame): void {
    const old = this.#frame;
    // Two readings may overtake each other.
    if (frame.at < old.at) return;
    const slack = drift(old, frame.at);
    this.#frame = frame;
    const byMs =
      frame.low > old.high + slack
        ? frame.low - old.high
        : frame.high < old.low - slack
          ? frame.high - old.low
          : 0;
    if (byMs === 0) return;
    this.#before = this.#mostDistant(old, frame);
    this.#bothUntil = frame.at + BOTH_FRAMES_MS;
    this.steps++;
    this.lastStepMs = byMs;
    this.#options.onStep?.(byMs);
  }

  /** With a second step while both frames count, one old frame spans both. */
  #mostDistant(old: Frame, { at }: Frame): Frame {
    const before = at < this.#bothUntil ? this.#before : undefined;
    if (before === undefined) return old;
    const wall = Math.min(old.wall, before.wall);
    return { low: Math.min(old.low, before.low), high: Math.max(old.high, before.high), at, wall };
  }
}

/** The reference of a process that is alone: its own wall clock as it was, carried steadily. */
export function ownClock(wall: () => number, monotonic: () => number): ReferenceClock {
  const offset = wall() - monotonic();
  const read = () => monotonic() + offset;
  return { kind: 'reference', lower: read, upper: read, best: wall, steps: 0, lastStepMs: 0 };
}

async function measured({ read, monotonic, wall }: ReferenceClockOptions): Promise<Frame> {
  const sent = monotonic();
  const asleep = wall() - sent;
  const reading = await read();
  const at = monotonic();
  const [lower, upper] =
    typeof reading === 'number' ? [reading, reading] : [reading.lower_ms, reading.upper_ms];
  return { low: lower - at, high: upper - sent, at, wall: asleep };
}

function drift(frame: Frame, now: number): number {
  return Math.max(0, now - frame.at) * DRIFT;
}

function within(ms: number, work: Promise<boolean>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms).unref();
    void work.then((done) => {
      clearTimeout(timer);
      resolve(done);
    });
  });
}
