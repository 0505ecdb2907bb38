import { DAY_MS, HOUR_MS } from '@request-desk/shared/durations';

/** Seconds since 1970 as logs write them, with a fraction or in milli-, micro- or nanoseconds. */
const UNIX = /(?<![\w.+-])(1\d{9})(?:[.,]\d{1,9}|\d{3}|\d{6}|\d{9})?(?![\w-])/g;
/** A number of a time longer ago is another number. */
const OLDEST_MS = 45 * DAY_MS;
const LATEST_MS = HOUR_MS;

/** The moments that Unix times in `text` mean, and how they are written there; those close to `nowMs` only. */
export function* unixTimes(
  text: string,
  nowMs: number,
): Generator<{ readonly atMs: number; readonly text: string }> {
  for (const { 0: whole, 1: seconds = '' } of text.matchAll(UNIX)) {
    const atMs = Number(seconds) * 1000;
    if (atMs > nowMs - OLDEST_MS && atMs < nowMs + LATEST_MS) yield { atMs, text: whole };
  }
}
