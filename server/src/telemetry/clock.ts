import type { HrTime } from '@opentelemetry/api';

/** Milliseconds since 1970 with fractions: wall time at the start, then the steady clock. */
export type RequestClock = () => number;

/** A clock for one request, so that all its spans and records lie on one steady scale. */
export function requestClock(now: () => number): RequestClock {
  const wall = now();
  const steady = performance.now();
  return () => wall + (performance.now() - steady);
}

/** Milliseconds since 1970 as OpenTelemetry's pair of seconds and nanoseconds. */
export function hrTimeOf(ms: number): HrTime {
  const seconds = Math.floor(ms / 1000);
  return [seconds, Math.min(999_999_999, Math.round((ms - seconds * 1000) * 1e6))];
}
