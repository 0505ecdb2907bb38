import { type Bucket, type Signal, STEP_S } from './bucket.ts';

/** Errors of one signal in one bucket, by who was hit. */
interface ErrorCounts {
  readonly total: number;
  readonly orgs: Readonly<Record<string, number>>;
  readonly routes: Readonly<Record<string, number>>;
  /** Route → org → errors; of a route that hits many orgs only the worst are named. */
  readonly hitters: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Org → the route most of its errors are on, and how many. */
  readonly mainRoute: Readonly<Record<string, readonly [string, number]>>;
}

/** A bucket as the window keeps it. */
export interface Slice {
  readonly t: number;
  /** `missing`: the telemetry itself did not arrive. `empty`: no request, as far as we know. */
  readonly kind: 'seen' | 'incomplete' | 'empty' | 'missing';
  readonly requests: number;
  readonly orgs: Readonly<Record<string, number>>;
  readonly routes: Readonly<Record<string, number>>;
  readonly errors: Readonly<Record<Signal, ErrorCounts>>;
}

const NOTHING: ErrorCounts = { total: 0, orgs: {}, routes: {}, hitters: {}, mainRoute: {} };
const NO_ERRORS = { '500': NOTHING, '429': NOTHING };

/** A bucket that no row came for. */
export function blankSlice(t: number, kind: 'empty' | 'missing'): Slice {
  return { t, kind, requests: 0, orgs: {}, routes: {}, errors: NO_ERRORS };
}

/** Sums a bucket by org and by route. */
export function sliceOf(bucket: Bucket): Slice {
  let requests = 0;
  for (const org in bucket.orgs) requests += bucket.orgs[org] ?? 0;
  return {
    t: bucket.t - (bucket.t % STEP_S),
    kind: bucket.complete ? 'seen' : 'incomplete',
    requests,
    orgs: bucket.orgs,
    routes: bucket.routes,
    errors:
      bucket.errors.length === 0
        ? NO_ERRORS
        : { '500': countErrors(bucket, 500), '429': countErrors(bucket, 429) },
  };
}

function countErrors(bucket: Bucket, wanted: number): ErrorCounts {
  let total = 0;
  const orgs: Record<string, number> = {};
  const routes: Record<string, number> = {};
  // A map while it grows: an object with thousands of keys is slow to fill.
  const hit = new Map<string, Map<string, number>>();
  const mainRoute: Record<string, [string, number]> = {};
  for (const [org, route, status, count] of bucket.errors) {
    if (status !== wanted || count <= 0) continue;
    total += count;
    orgs[org] = (orgs[org] ?? 0) + count;
    routes[route] = (routes[route] ?? 0) + count;
    let byOrg = hit.get(route);
    if (!byOrg) {
      byOrg = new Map();
      hit.set(route, byOrg);
    }
    const onRoute = (byOrg.get(org) ?? 0) + count;
    byOrg.set(org, onRoute);
    const main = mainRoute[org];
    if (!main || onRoute > main[1]) mainRoute[org] = [route, onRoute];
  }
  if (total === 0) return NOTHING;
  const hitters = Object.fromEntries([...hit].map(([route, byOrg]) => [route, worst(byOrg)]));
  return { total, orgs, routes, hitters, mainRoute };
}

/** More orgs than this on one route are "many": naming all of them tells nothing more. */
const NAMED_ORGS = 12;

function worst(byOrg: ReadonlyMap<string, number>): Record<string, number> {
  if (byOrg.size <= NAMED_ORGS * 2) return Object.fromEntries(byOrg);
  const entries = [...byOrg].sort((a, b) => b[1] - a[1]);
  return Object.fromEntries(entries.slice(0, NAMED_ORGS));
}
