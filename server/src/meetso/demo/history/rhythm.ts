/** How busy the demo is over the days, and what went wrong in the past; all follows from the time. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const BUSIEST_HOUR = 14;

/**
 * Requests per second at `at`, where they are `average` over a working day: its curve in UTC, with
 * quiet nights and weekends.
 */
export function rateAt(at: number, average: number): number {
  const date = new Date(at);
  const hour = date.getUTCHours() + date.getUTCMinutes() / 60;
  const curve = 1 + 0.85 * Math.cos(((hour - BUSIEST_HOUR) / 24) * 2 * Math.PI);
  const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
  return average * curve * (weekend ? 0.35 : 1);
}

/** The highest value that `rateAt` can take for an average of 1. */
export const HIGHEST = 1.85;

/** The share of requests that our own fault fails at `at`: a few minutes on most days. */
export function outageShareAt(at: number): number {
  const day = Math.floor(at / DAY);
  const begins = day * DAY + (6 + pseudo(day) * 14) * HOUR;
  const length = (3 + pseudo(day + 0.5) * 9) * MINUTE;
  return pseudo(day + 0.25) < 0.7 && at >= begins && at < begins + length ? 0.6 : 0.0002;
}

/** True while one organisation's integration runs away: about half an hour every other day. */
export function surgeAt(at: number): boolean {
  const day = Math.floor(at / DAY);
  const begins = day * DAY + (8 + pseudo(day * 3 + 1) * 9) * HOUR;
  return day % 2 === 0 && at >= begins && at < begins + 30 * MINUTE;
}

/** Requests of the runaway integration during a surge, for an average of 1. */
export const SURGE = 2;

/** A fixed number from 0 to 1 for each `n`. */
function pseudo(n: number): number {
  const x = Math.sin(n * 127.1 + 311.7) * 43_758.5453;
  return x - Math.floor(x);
}
