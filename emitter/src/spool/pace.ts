import { MINUTE_MS } from '@request-desk/shared/durations';
import type { Clock } from './clock.ts';
import type { Stream } from './spool.ts';

/** A delivery costs the store much the same up to this size. */
export const SMALL_BYTES = 2 ** 20;

/** How long a stream rests after a small delivery: in times of what that took, and at most. */
interface Rest {
  readonly times: number;
  readonly maxMs: number;
}

/** How often a stream is delivered. */
interface Pace {
  /** What is younger, in milliseconds, is not sealed for the timer. */
  readonly sealAtAgeMs: number;
  readonly rest: Rest;
  /** Where somebody waits: a busy store is asked less often, for at most half of the time. */
  readonly askedRest: Rest;
}

/** While the store is away, segments grow instead of becoming many. */
export const SEAL_WHEN_FAILING_MS = 10_000;

/** So long a delivered segment is kept, to be delivered again where the store lost it. */
export const KEEP_DELIVERED_MS = 10 * MINUTE_MS;

const UNHURRIED = { times: 3, maxMs: 1500 } as const;

/** Each delivery costs the store the same, however small: nobody waits for what nobody has asked for. */
export const PACE: Readonly<Record<Stream, Pace>> = {
  errors: {
    sealAtAgeMs: 0,
    rest: { times: 4, maxMs: 800 },
    askedRest: { times: 1, maxMs: 400 },
  },
  logs: { sealAtAgeMs: 400, rest: UNHURRIED, askedRest: { times: 1, maxMs: 400 } },
  traces: { sealAtAgeMs: 400, rest: UNHURRIED, askedRest: UNHURRIED },
};

/** How long what is new of a stream may gather after a delivery. */
export class StreamRest {
  readonly #pace: Pace;
  readonly #monotonic: Clock['monotonic'];
  #until = 0;
  #askedUntil = 0;

  constructor(stream: Stream, monotonic: Clock['monotonic']) {
    this.#pace = PACE[stream];
    this.#monotonic = monotonic;
  }

  /** After a delivery of `bytes` that began at `begun` and has just ended. */
  begin(bytes: number, begun: number): void {
    const now = this.#monotonic();
    const { rest, askedRest } = this.#pace;
    this.#until = now + restAfter(rest, bytes, now - begun);
    this.#askedUntil = now + restAfter(askedRest, bytes, now - begun);
  }

  get isOn(): boolean {
    return this.#monotonic() < this.#until;
  }

  /** Milliseconds that are left of it where somebody waits. */
  get askedLeftMs(): number {
    return this.#askedUntil - this.#monotonic();
  }
}

/** How long what is new may gather after a delivery of `bytes` that took `tookMs`, in milliseconds. */
function restAfter({ times, maxMs }: Rest, bytes: number, tookMs: number): number {
  return bytes < SMALL_BYTES ? Math.min(maxMs, times * tookMs) : 0;
}
