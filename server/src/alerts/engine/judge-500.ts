import { usualRatio } from './baseline.ts';
import { burning } from './burn.ts';
import { type Elevation, elevated, type Series } from './elevation.ts';
import {
  type Dimension,
  errorsBy,
  errorsOnRoute,
  mainRouteIn,
  requestsOf,
  type Tally,
  totalOf,
  without,
  worstOf,
} from './hits.ts';
import { LADDERS, type Rung } from './ladder.ts';
import { recurring } from './recurring.ts';
import { twoRetrying, withoutWorstInTurn } from './retries.ts';
import { globalScope, type Scope } from './scope.ts';
import { seriesOf } from './series.ts';
import type { Slice } from './slice.ts';
import type { AlertKey, BudgetSpent, EngineState } from './state.ts';
import { sum, wilsonLower } from './statistics.ts';

/** Something is wrong in a scope and its victims are the right ones for it. */
export interface Finding {
  readonly scope: Scope;
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

/** The first window of the scope's ladder that is elevated and whose victims fit. */
export function climb(
  view: View,
  scope: Scope,
  rungs: readonly Rung[],
  fits: (slices: readonly Slice[], elevation: Elevation) => boolean,
  series: Series = seriesOf(view.window, scope),
): Finding | undefined {
  const usual = usualOf(view, scope);
  const endedAt = view.state.ended[scope.key] ?? 0;
  const { window } = view;
  for (const rung of rungs) {
    if (rung.softenedByDeploy && view.deploying) continue;
    for (const buckets of rung.windows) {
      const first = window[window.length - buckets];
      if (!first || first.t < endedAt) break;
      const elevation = elevated(series, rung, buckets, usual);
      if (!elevation) continue;
      const slices = window.slice(-buckets);
      if (fits(slices, elevation)) return { scope, elevation, usual, slices };
    }
  }
  return undefined;
}

function usualOf({ state }: View, { signal, kind, name }: Scope): number {
  return usualRatio(state.baselines[`${signal}|${kind}|${name}`], signal);
}

/** Judges a scope by its ladder or otherwise; `fits` says whether the victims are its own. */
type Judge = (
  view: View,
  scope: Scope,
  rungs: readonly Rung[],
  fits: (slices: readonly Slice[], elevation: Elevation) => boolean,
) => Finding | undefined;

/** Most of a single bucket fails. */
export const blip: Judge = (view, scope, _, fits) => climb(view, scope, LADDERS.blip, fits);

/** A spike, or else what has been lost over the long windows since anything wider ended. */
const spikeOrBurn: Judge = (view, scope, rungs, fits) => {
  const { ended } = view.state;
  const endedAt = Math.max(ended[scope.key] ?? 0, ended['global-500'] ?? 0);
  const usual = usualOf(view, scope);
  return (
    climb(view, scope, rungs, fits) ??
    recurring(view, scope, usual, endedAt, fits) ??
    burning(view, scope, usual, endedAt, fits)
  );
};

/** A share of the whole's ratio that the rest must prove for the trouble to be everybody's. */
const REST_SHARE = 0.45;
const REST_Z = 1.28;
const REST_ERRORS = 2;

function sharesTrouble(rest: Tally, ratio: number): boolean {
  return (
    rest.errors >= REST_ERRORS &&
    wilsonLower(rest.errors, rest.requests, REST_Z) >= REST_SHARE * ratio
  );
}

/** Everybody: still elevated without the worst org, and without the worst route. */
export function judgeGlobal500(view: View, judge: Judge = spikeOrBurn): Finding | undefined {
  const signal = '500';
  return judge(view, globalScope(signal), LADDERS.global500, (slices, { ratio }) => {
    const total = totalOf(slices, signal);
    if (healthyShare(slices, ratio, total.requests) > HEALTHY) return false;
    return (['orgs', 'routes'] as const).every((by) => {
      const [name, errors] = worstOf(errorsBy(slices, signal, by));
      if (isAlone(view, by, name, errors)) return true;
      const requests = requestsOf(slices, signal, by, name);
      if (!sharesTrouble(without(total, requests, errors), ratio)) return false;
      return by === 'routes' || isMoreThanRetries(view, slices, total, ratio);
    });
  });
}

/** True when the rest has its share also without clients that retry, in turn or two at a time. */
function isMoreThanRetries(
  { state }: View,
  slices: readonly Slice[],
  total: Tally,
  ratio: number,
): boolean {
  if (!sharesTrouble(withoutWorstInTurn(slices, '500'), ratio)) return false;
  const hit = errorsBy(slices, '500', 'orgs');
  const rest = twoRetrying(slices, hit, state.traffic).reduce((left, org) => {
    return without(left, requestsOf(slices, '500', 'orgs', org), hit.get(org) ?? 0);
  }, total);
  return rest === total || sharesTrouble(rest, ratio);
}

/** When routes with this share of the requests are well, it is not everybody's trouble. */
const HEALTHY = 0.3;
/** So many errors must be due on a route before their absence proves it well. */
const DUE = 3;

/** Share of the requests on routes that provably have not a quarter of the trouble. */
function healthyShare(slices: readonly Slice[], ratio: number, requests: number): number {
  const errors = errorsBy(slices, '500', 'routes');
  const routes = new Set(slices.flatMap((slice) => Object.keys(slice.routes)));
  let healthy = 0;
  for (const route of routes) {
    const sent = requestsOf(slices, '500', 'routes', route);
    if (ratio * sent >= DUE && (errors.get(route) ?? 0) < 0.25 * ratio * sent) healthy += sent;
  }
  return healthy / Math.max(1, requests);
}

/** With this share of all requests there is no rest to compare with. */
const ALONE = 0.98;
/** Errors after which the only org in sight is taken for everybody. */
const MANY = 50;

/** True for the only org or route of an install, and not just of a quiet ten minutes. */
function isAlone(view: View, by: Dimension, name: string, errors: number): boolean {
  const whole = totalOf(view.window, '500').requests;
  if (requestsOf(view.window, '500', by, name) < ALONE * whole) return false;
  return by === 'routes' || errors >= MANY || isOnlyOrg(view, name);
}

function isOnlyOrg(view: View, name: string): boolean {
  const orgs = Object.keys(view.state.traffic);
  return orgs.length === 1 && orgs[0] === name;
}

/** How many times the rest's ratio must be proven for a scope to stand out. */
const STAND_OUT = 3;

/** `unknown` requests count as failing half: so little of a rest is no evidence of its health. */
function standsOut(lower: number, rest: Tally, unknown: number): boolean {
  return lower >= STAND_OUT * ((rest.errors + unknown / 2) / (rest.requests + unknown));
}

/** One route: several orgs are hit on it, and the other routes are not. */
export function judgeRoute500(
  view: View,
  scope: Scope,
  judge: Judge = spikeOrBurn,
): Finding | undefined {
  const signal = '500';
  const route = scope.name;
  return judge(view, scope, LADDERS.route500, (slices, { ratio, lower, requests, errors }) => {
    const total = totalOf(slices, signal);
    const rest = without(total, requests, errors);
    if (!standsOut(lower, withoutWorstRoute(slices, rest, route), 2)) return false;
    const hit = errorsOnRoute(slices, signal, route);
    const [org, most] = worstOf(hit);
    const shareOf = (name: string) =>
      requestsOf(slices, signal, 'orgs', name) / Math.max(1, total.requests);
    const others = without({ requests, errors }, requests * shareOf(org), most);
    if (!sharesTrouble(others, ratio)) return false;
    const two = twoRetrying(slices, hit, view.state.traffic);
    if (two.length === 0) return true;
    const theirs = sum(two.map((name) => hit.get(name) ?? 0));
    const left = without({ requests, errors }, requests * sum(two.map(shareOf)), theirs);
    return sharesTrouble(left, ratio);
  });
}

/** Two routes may be down at once; each must still stand out against the others. */
function withoutWorstRoute(slices: readonly Slice[], rest: Tally, except: string): Tally {
  const errors = errorsBy(slices, '500', 'routes');
  errors.delete(except);
  const [second, most] = worstOf(errors);
  return most < 0.5 * rest.errors
    ? rest
    : without(rest, requestsOf(slices, '500', 'routes', second), most);
}

/** One org: the others are well, also on the route where it is hit most. */
export function judgeOrg500(view: View, scope: Scope): Finding | undefined {
  const signal = '500';
  const org = scope.name;
  return climb(view, scope, LADDERS.org500, (slices, { ratio, lower, requests, errors }) => {
    const total = totalOf(slices, signal);
    if (!standsOut(lower, without(total, requests, errors), 0.5)) return false;
    const [route, onRoute] = mainRouteIn(slices, org);
    if (onRoute < MOSTLY * errors) return true;
    const share = requests / Math.max(1, total.requests);
    const routeErrors = slices.reduce((sum, s) => sum + (s.errors[signal].routes[route] ?? 0), 0);
    const routeRequests = requestsOf(slices, signal, 'routes', route);
    const others = { requests: routeRequests * (1 - share), errors: routeErrors - onRoute };
    return !sharesTrouble(others, ratio);
  });
}

/** From this share on, an org's errors are "mostly" on one route. */
export const MOSTLY = 0.7;
