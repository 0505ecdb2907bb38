import type { Stream } from './spool.ts';

/** A delivery costs the store much the same up to this size. */
const SMALL_BYTES = 2 ** 20;

/** How often a stream is delivered, in milliseconds. */
export interface Pace {
  /** What is younger is not sealed for the timer. */
  readonly sealAtAgeMs: number;
  /** How long a stream rests after a small delivery: in times of what that took, and at most. */
  readonly restTimes: number;
  readonly restMaxMs: number;
}

/** Each delivery costs the store the same, however small: nobody waits for what nobody has asked for. */
export const PACE: Readonly<Record<Stream, Pace>> = {
  errors: { sealAtAgeMs: 0, restTimes: 4, restMaxMs: 800 },
  logs: { sealAtAgeMs: 400, restTimes: 3, restMaxMs: 1500 },
  traces: { sealAtAgeMs: 400, restTimes: 3, restMaxMs: 1500 },
};

/** Where somebody waits: a busy store is asked less often, errors for at most half of the time. */
export const ASKED: typeof PACE = {
  errors: { ...PACE.errors, restTimes: 1, restMaxMs: 400 },
  logs: { ...PACE.logs, restTimes: 2, restMaxMs: 800 },
  traces: PACE.traces,
};

/** How long what is new may gather after a delivery of `bytes` that took `tookMs`, in milliseconds. */
export function restAfter(
  { restTimes, restMaxMs }: Pick<Pace, 'restTimes' | 'restMaxMs'>,
  bytes: number,
  tookMs: number,
): number {
  return bytes < SMALL_BYTES ? Math.min(restMaxMs, restTimes * tookMs) : 0;
}
