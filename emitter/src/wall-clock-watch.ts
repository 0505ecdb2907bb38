import type { Logger } from 'pino';

const CHECK_CLOCK_EVERY_MS = 2_000;
/** Slewing moves the wall clock less than this between two looks; stepping rarely does. */
const STEP_MS = 500;

/** Steps of this machine's wall clock that were noticed since the start. */
export interface WallClockWatch {
  readonly steps: number;
  /** The size of the last one in milliseconds; negative when the clock was put back. */
  readonly lastStepMs: number;
  stop(): void;
}

interface WatchOptions {
  /** Milliseconds since 1970. */
  readonly wall: () => number;
  /** A clock that is never stepped, in milliseconds. */
  readonly monotonic: () => number;
  readonly log: Logger;
  /** Called after a step was logged. */
  readonly onStep?: (byMs: number) => void;
}

/**
 * Compares the wall clock with the monotonic one every two seconds. A step (NTP, a resumed machine)
 * is logged once; nothing here but the stamps of records goes by the wall clock.
 */
export function watchWallClock({ wall, monotonic, log, onStep }: WatchOptions): WallClockWatch {
  let offset = wall() - monotonic();
  const look = () => {
    const now = wall() - monotonic();
    const byMs = Math.round(now - offset);
    offset = now;
    if (Math.abs(byMs) < STEP_MS) return;
    watch.steps++;
    watch.lastStepMs = byMs;
    log.warn({ step_ms: byMs, steps: watch.steps }, 'the wall clock of this machine was stepped');
    onStep?.(byMs);
  };
  const timer = setInterval(look, CHECK_CLOCK_EVERY_MS).unref();
  const watch = { steps: 0, lastStepMs: 0, stop: () => clearInterval(timer) };
  return watch;
}
