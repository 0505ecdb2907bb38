import type { HrTime } from '@opentelemetry/api';

/**
 * A clock for one request, so that all its spans and records lie on one steady scale: wall time at
 * the start, then the steady clock.
 */
export class RequestClock {
  readonly #wall: number;
  readonly #steady = performance.now();

  constructor(now: () => number) {
    this.#wall = now();
  }

  /** Milliseconds since 1970 with fractions. */
  read(): number {
    return this.#wall + (performance.now() - this.#steady);
  }
}

/** Milliseconds since 1970 as OpenTelemetry's pair of seconds and nanoseconds. */
export function hrTimeOf(ms: number): HrTime {
  const seconds = Math.floor(ms / 1000);
  return [seconds, Math.min(999_999_999, Math.round((ms - seconds * 1000) * 1e6))];
}
