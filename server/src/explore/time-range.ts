import { DAY_MS, DAY_S, HOUR_MS, HOUR_S } from '@request-desk/shared/durations';
import { isoOfSeconds } from '@request-desk/shared/instant';
import type { TimeRange } from '../clickhouse/queries/time-range.ts';
import { badRequest } from '../console/console-error.ts';

/** Longer than anything is kept. */
export const LONGEST_RANGE_MS = 3660 * DAY_MS;
const STEPS_S = [
  1,
  2,
  5,
  10,
  15,
  30,
  60,
  120,
  300,
  600,
  900,
  1800,
  HOUR_S,
  7200,
  10_800,
  21_600,
  43_200,
  DAY_S,
  7 * DAY_S,
  28 * DAY_S,
];
/** Beyond this, finer steps than hours would count millions of rows one by one. */
const FINE_UP_TO_MS = 26 * HOUR_MS;

interface Asked {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The range that a query asks for; the last hour by default. Throws ConsoleError (400). */
export function rangeOf({ from, to }: Asked, nowMs: number): TimeRange {
  const toMs = to === undefined ? nowMs : Date.parse(to);
  const fromMs = from === undefined ? toMs - HOUR_MS : Date.parse(from);
  if (fromMs >= toMs) throw badRequest('from: must be before `to`');
  if (toMs - fromMs > LONGEST_RANGE_MS) throw badRequest('from: at most ten years before `to`');
  return { fromMs, toMs };
}

/** The smallest step, in seconds, that cuts the range into at most `buckets` of them. */
export function stepFor({ fromMs, toMs }: TimeRange, buckets: number, leastS = 1): number {
  const spanS = (toMs - fromMs) / 1000;
  const least = toMs - fromMs > FINE_UP_TO_MS ? Math.max(leastS, HOUR_S) : leastS;
  const fitting = STEPS_S.find((step) => step >= least && spanS / step <= buckets);
  return fitting ?? 28 * DAY_S;
}

/** The range, widened to whole steps. */
export function widened({ fromMs, toMs }: TimeRange, stepS: number): TimeRange {
  const stepMs = stepS * 1000;
  return {
    fromMs: Math.floor(fromMs / stepMs) * stepMs,
    toMs: Math.ceil(toMs / stepMs) * stepMs,
  };
}

const CHART_STEPS = 120;

/**
 * The range that a chart of `asked` covers and its step in seconds. Lists beside a chart count the same
 * range, or their totals would differ.
 */
export function chartRange(asked: TimeRange): { readonly step: number; readonly range: TimeRange } {
  const step = stepFor(asked, CHART_STEPS, 10);
  return { step, range: widened(asked, step) };
}

/** Starts of all steps that the range touches, in seconds. */
export function stepsOf(range: TimeRange, stepS: number): number[] {
  const { fromMs, toMs } = widened(range, stepS);
  const count = Math.round((toMs - fromMs) / 1000 / stepS);
  return Array.from({ length: count }, (_, index) => fromMs / 1000 + index * stepS);
}

/** A range as the wire has it. */
export function rangeAsWire({ fromMs, toMs }: TimeRange): { from: string; to: string } {
  return { from: isoOfSeconds(fromMs / 1000), to: isoOfSeconds(toMs / 1000) };
}
