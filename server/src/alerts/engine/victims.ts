import type { Elevation } from './elevation.ts';
import {
  type Dimension,
  type ErrorCount,
  errorsBy,
  errorsOnRoute,
  requestsOf,
  totalOf,
  without,
  worstOf,
} from './hits.ts';
import type { View } from './judge-500.ts';
import { twoRetrying, withoutWorstInTurn } from './retries.ts';
import { orgScope } from './scope.ts';
import type { Slice } from './slice.ts';
import { wilsonLower } from './statistics.ts';

/** A share of the whole's ratio that the rest must prove for the trouble to be everybody's. */
const REST_SHARE = 0.45;
const REST_Z = 1.28;
const REST_ERRORS = 2;

/** True when the rest has its share of trouble of this `ratio`. */
export function sharesTrouble(rest: ErrorCount, ratio: number): boolean {
  return (
    rest.errors >= REST_ERRORS &&
    wilsonLower(rest.errors, rest.requests, REST_Z) >= REST_SHARE * ratio
  );
}

/** True when everybody is hit: the rest has its share without the worst route, and without a few orgs. */
export function hitsEverybody(view: View, slices: readonly Slice[], ratio: number): boolean {
  const total = totalOf(slices, '500');
  if (healthyShare(slices, ratio, total.requests) > HEALTHY) return false;
  const [route, onRoute] = worstOf(errorsBy(slices, '500', 'routes'));
  const rest = without(total, requestsOf(slices, '500', 'routes', route), onRoute);
  if (!isAlone(view, 'routes', route, onRoute) && !sharesTrouble(rest, ratio)) return false;
  const all = errorsBy(slices, '500', 'orgs');
  const { hit, known } = freshlyHit(view, slices, all);
  const [worst, errors] = worstOf(hit);
  if (isAlone(view, 'orgs', worst, errors)) return true;
  const shareWithout = (orgs: readonly string[]) =>
    sharesTrouble(withoutOrgs(slices, total, all, [...known, ...orgs]), ratio);
  return (
    shareWithout([worst]) &&
    sharesTrouble(withoutWorstInTurn(slices, '500'), ratio) &&
    shareWithout(twoRetrying(view, slices, hit))
  );
}

/** True when several organisations are hit on a route. */
export function hitsSeveral(
  view: View,
  slices: readonly Slice[],
  route: string,
  { requests, errors, ratio }: Elevation,
): boolean {
  const all = errorsOnRoute(slices, '500', route);
  const { hit, known } = freshlyHit(view, slices, all);
  const shareWithout = (orgs: readonly string[]) =>
    sharesTrouble(withoutOrgs(slices, { requests, errors }, all, [...known, ...orgs]), ratio);
  const [worst] = worstOf(hit);
  return shareWithout([worst]) && shareWithout(twoRetrying(view, slices, hit));
}

/** What is left of `tally`, of which each organisation sent as large a share as of all requests. */
function withoutOrgs(
  slices: readonly Slice[],
  tally: ErrorCount,
  errors: ReadonlyMap<string, number>,
  orgs: readonly string[],
): ErrorCount {
  const sent = Math.max(1, totalOf(slices, '500').requests);
  return orgs.reduce((left, org) => {
    const share = requestsOf(slices, '500', 'orgs', org) / sent;
    return without(left, tally.requests * share, errors.get(org) ?? 0);
  }, tally);
}

/** Errors by org without those whose own alert is older than the slices: what they show is no news. */
function freshlyHit({ state }: View, slices: readonly Slice[], all: ReadonlyMap<string, number>) {
  const from = slices[0]?.t ?? 0;
  const known = [...all.keys()].filter((org) => {
    const alert = state.firing[orgScope('500', org).key];
    return alert !== undefined && alert.firedAt <= from;
  });
  const hit = new Map(all);
  for (const org of known) hit.delete(org);
  return { hit, known };
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
