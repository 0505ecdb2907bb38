import { usualRatio } from './baseline.ts';
import { burning } from './burn.ts';
import { type BucketSeries, type Elevation, elevated } from './elevation.ts';
import {
  type ErrorCount,
  errorsBy,
  mainRouteIn,
  requestsOf,
  totalOf,
  without,
  worstOf,
} from './hits.ts';
import { recurring } from './recurring.ts';
import { type AlertScope, globalScope } from './scope.ts';
import { seriesOf } from './series.ts';
import type { Slice } from './slice.ts';
import type { AlertKey, BudgetSpent, EngineState } from './state.ts';
import { THRESHOLDS, type Thresholds } from './thresholds.ts';
import { hitsEverybody, hitsSeveral, sharesTrouble } from './victims.ts';

/** Something is wrong in a scope and its victims are the right ones for it. */
export interface Finding {
  readonly scope: AlertScope;
  readonly elevation: Elevation;
  readonly usual: number;
  /** The buckets that prove it. */
  readonly slices: readonly Slice[];
  /** When it took one of the long windows to see it. */
  readonly budget?: BudgetSpent;
  /** The error ratio within its bursts, when it was seen by them. */
  readonly burstRatio?: number;
}

/** What the judges look at. */
export interface View {
  readonly state: EngineState;
  readonly window: readonly Slice[];
  /** True while a deploy marker is recent. */
  readonly deploying: boolean;
  /** The share of requests that may fail, of scopes that have an objective. */
  readonly objectives: Readonly<Record<AlertKey, number>>;
}

/** Whether the victims of an elevated window are those of the scope that is judged. */
type Fits = (slices: readonly Slice[], elevation: Elevation) => boolean;

interface ThresholdTest {
  readonly scope: AlertScope;
  readonly thresholds: readonly Thresholds[];
  readonly fits: Fits;
  /** Of the scope in the window, unless another one is judged in its place. */
  readonly series?: BucketSeries;
}

/** What is judged by the long windows. */
export interface LongTest {
  readonly scope: AlertScope;
  /** The error ratio that is usual there. */
  readonly usual: number;
  /** When its last alert ended; seconds. */
  readonly endedAt: number;
  readonly fits: Fits;
}

/** The first window of the thresholds that is elevated and whose victims fit. */
export function firstElevated(
  view: View,
  { scope, thresholds, fits, series = seriesOf(view.window, scope) }: ThresholdTest,
): Finding | undefined {
  const usual = usualOf(view, scope);
  const endedAt = view.state.ended[scope.key] ?? 0;
  const { window } = view;
  for (const one of thresholds) {
    if (one.softenedByDeploy && view.deploying) continue;
    for (const buckets of one.windows) {
      const first = window[window.length - buckets];
      if (!first || first.t < endedAt) break;
      const elevation = elevated(series, one, buckets, usual);
      if (!elevation) continue;
      const slices = window.slice(-buckets);
      if (fits(slices, elevation)) return { scope, elevation, usual, slices };
    }
  }
  return undefined;
}

function usualOf({ state }: View, { signal, kind, name }: AlertScope): number {
  return usualRatio(state.baselines[`${signal}|${kind}|${name}`], signal);
}

/** Judges a scope by thresholds or otherwise; `fits` says whether the victims are its own. */
type Detector = (
  view: View,
  scope: AlertScope,
  thresholds: readonly Thresholds[],
  fits: Fits,
) => Finding | undefined;

/** Most of a single bucket fails. */
export const blip: Detector = (view, scope, _, fits) =>
  firstElevated(view, { scope, thresholds: THRESHOLDS.blip, fits });

/** What burns evenly over one of the long windows since the scope's last alert ended. */
export const burn: Detector = (view, scope, _, fits) =>
  burning(view, {
    scope,
    usual: usualOf(view, scope),
    endedAt: view.state.ended[scope.key] ?? 0,
    fits,
  });

/** A spike, or else what has been lost over the long windows since anything wider ended. */
const spikeOrBurn: Detector = (view, scope, thresholds, fits) => {
  const { ended } = view.state;
  const endedAt = Math.max(ended[scope.key] ?? 0, ended['global-500'] ?? 0);
  const usual = usualOf(view, scope);
  return (
    firstElevated(view, { scope, thresholds, fits }) ??
    recurring(view, { scope, usual, endedAt, fits }) ??
    burning(view, { scope, usual, endedAt, fits })
  );
};

/** Everybody: still elevated without the worst org, and without the worst route. */
export function judgeGlobal500(view: View, judge: Detector = spikeOrBurn): Finding | undefined {
  return judge(view, globalScope('500'), THRESHOLDS.global500, (slices, { ratio }) =>
    hitsEverybody(view, slices, ratio),
  );
}

/** How many times the rest's ratio must be proven for a scope to stand out. */
const STAND_OUT = 3;

/** `unknown` requests count as failing half: so little of a rest is no evidence of its health. */
function standsOut(lower: number, rest: ErrorCount, unknown: number): boolean {
  return lower >= STAND_OUT * ((rest.errors + unknown / 2) / (rest.requests + unknown));
}

/** One route: several orgs are hit on it, and the other routes are not. */
export function judgeRoute500(
  view: View,
  scope: AlertScope,
  judge: Detector = spikeOrBurn,
): Finding | undefined {
  const route = scope.name;
  return judge(view, scope, THRESHOLDS.route500, (slices, elevation) => {
    const { lower, requests, errors } = elevation;
    const rest = without(totalOf(slices, '500'), requests, errors);
    return (
      standsOut(lower, withoutWorstRoute(slices, rest, route), 2) &&
      hitsSeveral(view, slices, route, elevation)
    );
  });
}

/** Two routes may be down at once; each must still stand out against the others. */
function withoutWorstRoute(slices: readonly Slice[], rest: ErrorCount, except: string): ErrorCount {
  const errors = errorsBy(slices, '500', 'routes');
  errors.delete(except);
  const [second, most] = worstOf(errors);
  return most < 0.5 * rest.errors
    ? rest
    : without(rest, requestsOf(slices, '500', 'routes', second), most);
}

/** One org: the others are well, also on the route where it is hit most. */
export function judgeOrg500(
  view: View,
  scope: AlertScope,
  series: BucketSeries,
): Finding | undefined {
  const signal = '500';
  const org = scope.name;
  const fits = (slices: readonly Slice[], { ratio, lower, requests, errors }: Elevation) => {
    const total = totalOf(slices, signal);
    if (!standsOut(lower, without(total, requests, errors), 0.5)) return false;
    const [route, onRoute] = mainRouteIn(slices, org);
    if (onRoute < MOSTLY * errors) return true;
    const share = requests / Math.max(1, total.requests);
    const routeErrors = slices.reduce((sum, s) => sum + (s.errors[signal].routes[route] ?? 0), 0);
    const routeRequests = requestsOf(slices, signal, 'routes', route);
    const others = { requests: routeRequests * (1 - share), errors: routeErrors - onRoute };
    return !sharesTrouble(others, ratio);
  };
  return firstElevated(view, { scope, thresholds: THRESHOLDS.org500, fits, series });
}

/** From this share on, an org's errors are "mostly" on one route. */
export const MOSTLY = 0.7;
