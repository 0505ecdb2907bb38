import type { ClickHouse } from '../../clickhouse/client.ts';
import {
  drainingErrors,
  type ErrorRow,
  errorsIn,
  type JudgedCodes,
} from '../../clickhouse/queries/alert-buckets.ts';
import { type Bucket, type ErrorCell, STEP_S } from '../engine/bucket.ts';
import { byName } from '../engine/by-name.ts';
import { requestsOfBuckets } from './bucket-requests.ts';

type Counts = Record<string, number>;

interface Draft {
  /** Requests that the store holds, those that were taken out included. */
  stored: number;
  readonly orgs: Counts;
  readonly routes: Counts;
  readonly errors: ErrorCell[];
}

/** A bucket as the store has it: what is judged, and `stored`: requests of every kind in its rows. */
export type StoredBucket = Omit<Bucket, 'complete'> & Readonly<Pick<Draft, 'stored'>>;

/**
 * Reads the buckets that start at `wanted` (seconds) from the rollups; those without rows are absent.
 * Errors of processes that were shutting down are taken out: a deployment is no outage.
 */
export async function readBuckets(
  clickhouse: ClickHouse,
  judged: JudgedCodes,
  wanted: readonly number[],
): Promise<Map<number, StoredBucket>> {
  if (wanted.length === 0) return new Map();
  const [requests, errors] = await Promise.all([
    requestsOfBuckets(clickhouse, wanted),
    errorsIn(clickhouse, judged, wanted),
  ]);
  const drafts = new Map<number, Draft>();
  const at = (t: number) => {
    const empty = { stored: 0, orgs: byName<number>(), routes: byName<number>(), errors: [] };
    const draft = drafts.get(t) ?? empty;
    drafts.set(t, draft);
    return draft;
  };
  for (const { at: t, by, name, requests: count } of requests) {
    const draft = at(t);
    draft[by === 'org' ? 'orgs' : 'routes'][name] = count;
    if (by === 'org') draft.stored += count;
  }
  const draining = await drainingIn(clickhouse, judged, errors);
  for (const row of errors) {
    const taken = row.status === 500 ? (draining.get(nameOf(row)) ?? 0) : 0;
    const left = Math.max(0, row.requests - taken);
    const { orgs, routes, errors } = at(row.at);
    if (left > 0) errors.push([row.org, row.route, row.status, left]);
    const gone = row.requests - left;
    orgs[row.org] = (orgs[row.org] ?? gone) - gone;
    routes[row.route] = (routes[row.route] ?? gone) - gone;
  }
  return new Map([...drafts].map(([t, draft]) => [t, { t, ...draft }]));
}

/** Starts of the buckets between two times in seconds. */
export function bucketsBetween(from: number, to: number): number[] {
  const first = Math.max(0, from);
  const count = Math.max(0, Math.ceil((to - first) / STEP_S));
  return Array.from({ length: count }, (_, i) => first + i * STEP_S);
}

async function drainingIn(
  clickhouse: ClickHouse,
  judged: JudgedCodes,
  errors: readonly ErrorRow[],
): Promise<Map<string, number>> {
  const hit = errors.filter(({ status }) => status === 500).map(({ at }) => at);
  if (hit.length === 0) return new Map();
  const range = { from: Math.min(...hit), to: Math.max(...hit) + STEP_S };
  const rows = await drainingErrors(clickhouse, judged, range);
  return new Map(rows.map((row) => [nameOf(row), row.requests]));
}

function nameOf({ at, org, route }: ErrorRow): string {
  return JSON.stringify([at, org, route]);
}
