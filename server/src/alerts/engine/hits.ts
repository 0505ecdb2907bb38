import type { FailureStatus } from './bucket.ts';
import type { Slice } from './slice.ts';

/** Requests (that could fail) and the errors among them. */
export interface ErrorCount {
  readonly requests: number;
  readonly errors: number;
}

/** Adds up a per-name record of each slice. */
function sumBy(
  slices: readonly Slice[],
  pick: (slice: Slice) => Readonly<Record<string, number>>,
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const slice of slices) {
    const record = pick(slice);
    for (const name in record) sums.set(name, (sums.get(name) ?? 0) + (record[name] ?? 0));
  }
  return sums;
}

export type Dimension = 'orgs' | 'routes';

/** Errors of one signal by org or route. */
export function errorsBy(slices: readonly Slice[], signal: FailureStatus, by: Dimension) {
  return sumBy(slices, (slice) => slice.errors[signal][by]);
}

/** Requests by org or route. */
export function requestsBy(slices: readonly Slice[], by: Dimension) {
  return sumBy(slices, (slice) => slice[by]);
}

/** Errors on one route by org; the worst orgs only when many are hit. */
export function errorsOnRoute(slices: readonly Slice[], signal: FailureStatus, route: string) {
  return sumBy(slices, (slice) => slice.errors[signal].hitters[route] ?? {});
}

/** Requests of one org or route that could end in `signal`. */
export function requestsOf(
  slices: readonly Slice[],
  signal: FailureStatus,
  by: Dimension,
  name: string,
): number {
  let sum = 0;
  for (const slice of slices) {
    sum += slice[by][name] ?? 0;
    if (signal === '500') sum -= slice.errors['429'][by][name] ?? 0;
  }
  return Math.max(0, sum);
}

/** All requests that could end in `signal`, and the errors among them. */
export function totalOf(slices: readonly Slice[], signal: FailureStatus): ErrorCount {
  let requests = 0;
  let errors = 0;
  for (const slice of slices) {
    requests += slice.requests - (signal === '500' ? slice.errors['429'].total : 0);
    errors += slice.errors[signal].total;
  }
  return { requests, errors };
}

/** The name with the most. */
export function worstOf(sums: ReadonlyMap<string, number>): readonly [string, number] {
  let worst: readonly [string, number] = ['', 0];
  for (const entry of sums) if (entry[1] > worst[1]) worst = entry;
  return worst;
}

/** The `count` names with the most, most first. */
export function worstNames(sums: ReadonlyMap<string, number>, count: number): string[] {
  const sorted = [...sums].sort((a, b) => b[1] - a[1]);
  return sorted.slice(0, count).map(([name]) => name);
}

/** The route with most of an org's 500s, and how many. */
export function mainRouteIn(slices: readonly Slice[], org: string): readonly [string, number] {
  const sums = new Map<string, number>();
  for (const slice of slices) {
    const main = slice.errors['500'].mainRoute[org];
    if (main) sums.set(main[0], (sums.get(main[0]) ?? 0) + main[1]);
  }
  return worstOf(sums);
}

/** What is left of a total without one name. */
export function without(total: ErrorCount, requests: number, errors: number): ErrorCount {
  return {
    requests: Math.max(0, total.requests - requests),
    errors: Math.max(0, total.errors - errors),
  };
}
