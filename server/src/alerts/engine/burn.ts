import { HOUR_S } from '@request-desk/shared/durations';
import { newest } from './activity.ts';
import { STEP_S } from './bucket.ts';
import type { Elevation } from './elevation.ts';
import { CELL_S, secondsOf, since } from './history.ts';
import type { Finding, LongTest, View } from './judge-500.ts';
import type { AlertScope } from './scope.ts';
import { seriesOf } from './series.ts';
import type { Slice } from './slice.ts';
import type { BudgetSpent } from './state.ts';
import { sum, wilsonLower } from './statistics.ts';

/** Share of the budget that a slow burn must spend before it fires. */
interface BurnWindow {
  readonly seconds: number;
  /** The share of requests that must provably fail, and not below so many times the usual. */
  readonly floor: number;
  readonly timesUsual: number;
  /** With an objective: so many times faster than it allows. */
  readonly burnRate: number;
  readonly minErrors: number;
  /** Parts of the window, each with its share: what is over, or only begins, fills not all. */
  readonly parts: number;
  readonly evenness: number;
}

/** What ten minutes must come to, as a burn and as bursts together. */
export const TEN_MINUTES = { seconds: 600, floor: 0.004, timesUsual: 6, burnRate: 14.4 } as const;

/** Shortest first. A ramp is left to the thresholds: it is not even. */
const BURN_WINDOWS: readonly BurnWindow[] = [
  { ...TEN_MINUTES, ...parts(5, 0.7, 60) },
  { seconds: 1200, floor: 0.003, timesUsual: 5, burnRate: 10, ...parts(4, 0.6, 60) },
  { seconds: 1800, floor: 0.0025, timesUsual: 5, burnRate: 8, ...parts(6, 0.6, 60) },
  { seconds: HOUR_S, floor: 0.002, timesUsual: 4, burnRate: 6, ...parts(6, 0.5, 60) },
  { seconds: 2 * HOUR_S, floor: 0.0015, timesUsual: 4, burnRate: 4, ...parts(8, 0.5, 80) },
  { seconds: 21_600, floor: 0.001, timesUsual: 3, burnRate: 2, ...parts(12, 0.5, 120) },
];

function parts(count: number, evenness: number, minErrors: number) {
  return { parts: count, evenness, minErrors };
}

/** Seconds of the shortest window that can burn where so large a share may fail; none may be able to. */
export function shortestBurn(allowed: number): number | undefined {
  return BURN_WINDOWS.find(({ burnRate }) => burnRate * allowed < 1)?.seconds;
}

/** Standard deviations by which what is lost must be proven. */
export const Z = 2.33;
/** An objective that cannot be met is no reason to fire all the time. */
export const ALWAYS_TIMES_USUAL = 2;
/** Windows are judged once a minute: at its last bucket. */
const JUDGED_EVERY_S = 60;

/** A twelfth of the window must burn still, five minutes at most. */
function recentBuckets(seconds: number): number {
  return Math.round(Math.min(300, seconds / 12) / STEP_S);
}

/** The first of the long windows over which a scope burns, when its victims fit. */
export function burning(
  view: View,
  { scope, usual: learned, endedAt, fits }: LongTest,
): Finding | undefined {
  const end = (view.window.at(-1)?.t ?? 0) + STEP_S;
  if (end % JUDGED_EVERY_S !== 0) return undefined;
  const allowed = view.objectives[scope.key];
  for (const burn of BURN_WINDOWS) {
    const from = end - burn.seconds;
    const slices = since(view.state, from);
    if ((slices[0]?.t ?? 0) < endedAt) return undefined;
    const floor = allowed === undefined ? burn.floor : burn.burnRate * allowed;
    const elevation = elevatedOver(view, { slices, scope, burn, from, needed: floor });
    if (!elevation) continue;
    const isSlow = burn.seconds > LONGEST_BEFORE_S;
    const usual = isSlow ? learned : Math.min(learned, usualBefore(view, scope, from));
    const times = allowed === undefined ? burn.timesUsual : ALWAYS_TIMES_USUAL;
    if (elevation.lower < times * usual || !fits(slices, elevation)) continue;
    const { requests, errors, ratio } = elevation;
    const burnRate = ratio / (allowed ?? usual);
    const budget: BudgetSpent = {
      windowS: burn.seconds,
      requests,
      errors,
      burnRate,
      bursts: 0,
      ...(allowed === undefined ? {} : { allowed }),
    };
    return { scope, elevation, usual, slices, budget };
  }
  return undefined;
}

/** So much must be known of the time before a window to tell what was usual then. */
const BEFORE_S = 2400;
/** And of it the ratio is not proven lower than this. */
const BEFORE_PRIOR = { errors: 0.5, requests: 500 };
/** Over hours a few clients' retries look like a burn, unless they are learned. */
const LONGEST_BEFORE_S = HOUR_S;

/**
 * What was usual before a window began: a burn that grows slowly is learned while it grows, and would
 * never be so many times what is usual by now.
 */
function usualBefore({ state }: View, scope: AlertScope, from: number): number {
  const cells = state.history.filter(({ t }) => t + CELL_S <= from);
  if (cells.length * CELL_S < BEFORE_S) return Number.POSITIVE_INFINITY;
  const { requests, errors } = seriesOf(cells, scope);
  return (sum(errors) + BEFORE_PRIOR.errors) / (Math.max(0, sum(requests)) + BEFORE_PRIOR.requests);
}

interface LongWindow {
  readonly slices: readonly Slice[];
  readonly scope: AlertScope;
  readonly burn: BurnWindow;
  /** Its begin, in seconds. */
  readonly from: number;
  /** The ratio that must be proven. */
  readonly needed: number;
}

function elevatedOver(
  view: View,
  { slices, scope, burn, from, needed }: LongWindow,
): Elevation | undefined {
  const series = seriesOf(slices, scope);
  const sums = Array.from({ length: burn.parts }, () => ({ seconds: 0, requests: 0, errors: 0 }));
  const partS = burn.seconds / burn.parts;
  let [requests, errors] = [0, 0];
  slices.forEach((slice, i) => {
    const part = sums[Math.max(0, Math.floor((slice.t - from) / partS))];
    requests += series.requests[i] ?? 0;
    errors += series.errors[i] ?? 0;
    if (!part || slice.kind === 'missing') return;
    part.seconds += secondsOf(slice, view.state);
    part.requests += series.requests[i] ?? 0;
    part.errors += series.errors[i] ?? 0;
  });
  if (errors < burn.minErrors) return undefined;
  const lower = wilsonLower(errors, requests, Z);
  if (lower < needed) return undefined;
  const ratio = errors / requests;
  const holdsShare = (part: { readonly requests: number; readonly errors: number }) => {
    const due = burn.evenness * ratio * part.requests;
    return part.errors > 0 && part.errors >= due - Math.sqrt(due);
  };
  const isEven = sums.every((part) => part.seconds > 0 && holdsShare(part));
  if (!isEven || !holdsShare(newest(series, recentBuckets(burn.seconds)))) return undefined;
  return { buckets: burn.seconds / STEP_S, requests, errors, ratio, lower };
}
