/** How busy the past was, and what went wrong in it; everything follows from the time alone. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Average over a working day, in requests per second. */
const AVERAGE_RATE = 0.25;
const BUSIEST_HOUR = 14;

/** Requests per second at `at`: a working day's curve in UTC, with quiet nights and weekends. */
export function rateAt(at: number): number {
  const date = new Date(at);
  const hour = date.getUTCHours() + date.getUTCMinutes() / 60;
  const curve = 1 + 0.85 * Math.cos(((hour - BUSIEST_HOUR) / 24) * 2 * Math.PI);
  const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
  return AVERAGE_RATE * curve * (weekend ? 0.35 : 1);
}

/** The highest value that `rateAt` can take. */
export const HIGHEST_RATE = AVERAGE_RATE * 1.85;

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

/** Requests per second of the runaway integration during a surge. */
export const SURGE_RATE = 3;

/** A fixed number from 0 to 1 for each `n`. */
function pseudo(n: number): number {
  const x = Math.sin(n * 127.1 + 311.7) * 43_758.5453;
  return x - Math.floor(x);
}
