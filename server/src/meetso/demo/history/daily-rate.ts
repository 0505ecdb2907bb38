import { DAY_MS, HOUR_MS, MINUTE_MS } from '@request-desk/shared/durations';
import type { PastRange } from './unfilled.ts';

/** How busy the demo is over the days, and what went wrong in the past; all follows from the time. */

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

/** The lowest: at night, at the weekend. */
export const LOWEST = 0.15 * 0.35;

/** The share of requests that our own fault fails at `at`: a few minutes on most days. */
export function outageShareAt(at: number): number {
  return isWithin(at, outageOf(dayOf(at))) ? 0.6 : 0.0002;
}

/** True while one organisation's integration runs away: about half an hour every other day. */
export function surgeAt(at: number): boolean {
  return isWithin(at, surgeOf(dayOf(at)));
}

/** Whatever went wrong wholly between two times, oldest first. */
export function troublesBetween(fromMs: number, toMs: number) {
  const days = Array.from({ length: dayOf(toMs) - dayOf(fromMs) + 1 }, (_, n) => dayOf(fromMs) + n);
  const kinds = { outage: outageOf, surge: surgeOf } as const;
  return (['outage', 'surge'] as const)
    .flatMap((kind) =>
      days.flatMap((day) => {
        const stretch = kinds[kind](day);
        return stretch ? [{ kind, ...stretch }] : [];
      }),
    )
    .filter((one) => one.fromMs >= fromMs && one.toMs <= toMs)
    .toSorted((a, b) => a.fromMs - b.fromMs);
}

function outageOf(day: number): PastRange | undefined {
  if (pseudo(day + 0.25) >= 0.7) return undefined;
  const fromMs = day * DAY_MS + (6 + pseudo(day) * 14) * HOUR_MS;
  return { fromMs, toMs: fromMs + (3 + pseudo(day + 0.5) * 9) * MINUTE_MS };
}

function surgeOf(day: number): PastRange | undefined {
  if (day % 2 !== 0) return undefined;
  const fromMs = day * DAY_MS + (8 + pseudo(day * 3 + 1) * 9) * HOUR_MS;
  return { fromMs, toMs: fromMs + 30 * MINUTE_MS };
}

function isWithin(at: number, stretch: PastRange | undefined): boolean {
  return stretch !== undefined && at >= stretch.fromMs && at < stretch.toMs;
}

const dayOf = (at: number) => Math.floor(at / DAY_MS);

/** Requests of the runaway integration during a surge, for an average of 1. */
export const SURGE = 2;

/** A fixed number from 0 to 1 for each `n`. */
function pseudo(n: number): number {
  const x = Math.sin(n * 127.1 + 311.7) * 43_758.5453;
  return x - Math.floor(x);
}
