import type { FailureStatus } from './bucket.ts';
import {
  type ErrorCount,
  errorsBy,
  mainRouteIn,
  requestsOf,
  totalOf,
  without,
  worstNames,
  worstOf,
} from './hits.ts';
import type { View } from './judge-500.ts';
import type { Slice } from './slice.ts';
import { sum } from './statistics.ts';

/** A stretch of the slices has so many errors before its worst organisation is left out. */
const STRETCH = 10;
/** From this share of a stretch's errors on it is one organisation's; below, several are hit. */
const MAINLY = 0.5;

/**
 * All requests and errors but those of each stretch's worst organisation, where it is mainly its own.
 * Clients that repeat what always fails, one after the other, are not everybody, however many they are
 * over hours.
 */
export function withoutWorstInTurn(slices: readonly Slice[], signal: FailureStatus): ErrorCount {
  const rest = { requests: 0, errors: 0 };
  for (const stretch of stretchesOf(slices, signal)) {
    const [org, errors] = worstOf(errorsBy(stretch, signal, 'orgs'));
    const total = totalOf(stretch, signal);
    const isMainly = errors >= MAINLY * total.errors;
    const others = isMainly
      ? without(total, requestsOf(stretch, signal, 'orgs', org), errors)
      : total;
    rest.requests += others.requests;
    rest.errors += others.errors;
  }
  return rest;
}

/** What is left over at the end belongs to the last stretch. */
function stretchesOf(slices: readonly Slice[], signal: FailureStatus): Slice[][] {
  const stretches: Slice[][] = [];
  let [open, errors]: [Slice[], number] = [[], 0];
  for (const slice of slices) {
    open.push(slice);
    errors += slice.errors[signal].total;
    if (errors < STRETCH) continue;
    stretches.push(open);
    [open, errors] = [[], 0];
  }
  const last = stretches.at(-1);
  if (last) last.push(...open);
  else stretches.push(open);
  return stretches;
}

/** A client repeats one call: nearly all that fails is on one route, far more than it usually sends there. */
const ONE_ROUTE = 0.9;
const TIMES = 3;
const MIN_ERRORS = 2;
/** For so many buckets; what goes on for longer is a fault, retries or not. */
const MAX_RETRY_BUCKETS = 12;

/** Two clients that retry at the same time are chance; three are not. */
export function twoRetrying(
  { window, state }: Pick<View, 'window' | 'state'>,
  slices: readonly Slice[],
  hit: ReadonlyMap<string, number>,
): readonly string[] {
  const worst = worstNames(hit, 2);
  const isRetrying = (org: string) => {
    const [route, errors] = mainRouteIn(slices, org);
    const usual = (state.traffic[org] ?? 0) * shareOfCalls(window, route);
    return isBrief(slices, org, errors, usual);
  };
  return worst.length === 2 && worst.every(isRetrying) ? worst : [];
}

/** True when an organisation's errors are `onRoute` but for a few, and short and many for what is usual. */
function isBrief(slices: readonly Slice[], org: string, onRoute: number, usualPerBucket: number) {
  const own = slices.map((slice) => slice.errors['500'].orgs[org] ?? 0);
  const errors = sum(own);
  if (errors < MIN_ERRORS || onRoute < ONE_ROUTE * errors) return false;
  const hot = own.flatMap((count, i) => (count > 0 ? [i] : []));
  const buckets = (hot.at(-1) ?? 0) - (hot[0] ?? 0) + 1;
  const expected = usualPerBucket * buckets;
  return buckets <= MAX_RETRY_BUCKETS && errors > TIMES * (expected + Math.sqrt(expected));
}

/** A route's share of the requests; of those that are well, since what is repeated is not usual. */
function shareOfCalls(window: readonly Slice[], route: string): number {
  const total = totalOf(window, '500');
  const failed = errorsBy(window, '500', 'routes').get(route) ?? 0;
  const well = requestsOf(window, '500', 'routes', route) - failed;
  return (well + 1) / (total.requests - total.errors + 1);
}
