import { DAY_MS, HOUR_MS, MINUTE_MS } from '@request-desk/shared/durations';

/** `2026-11-25 14:02:07 UTC`: a time as people read it, with its zone named. */
export function sayTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** `0.4 ms`, `420 ms`, `3.2 s`, `4 min`, `3 h`, `2 days`: how long something took, roughly. */
export function sayDuration(ms: number): string {
  if (ms < 10) return `${trim(ms)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < MINUTE_MS) return `${trim(ms / 1000)} s`;
  if (ms < HOUR_MS) return `${Math.round(ms / MINUTE_MS)} min`;
  if (ms < 172_800_000) return `${trim(ms / HOUR_MS)} h`;
  return `${Math.round(ms / DAY_MS)} days`;
}

function trim(number: number): string {
  return number < 10 ? String(Math.round(number * 10) / 10) : String(Math.round(number));
}
