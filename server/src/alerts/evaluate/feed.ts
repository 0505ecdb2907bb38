import type { ClickHouse } from '../../clickhouse/client.ts';
import {
  type AlertRange,
  drainingErrors,
  type ErrorRow,
  type JudgedCodes,
  judgedErrors,
  requestsByOrg,
  requestsByRoute,
} from '../../clickhouse/queries/alert-buckets.ts';
import type { Bucket, ErrorCell } from '../engine/bucket.ts';
import { byName } from '../engine/by-name.ts';

type Counts = Record<string, number>;

interface Draft {
  readonly orgs: Counts;
  readonly routes: Counts;
  readonly errors: ErrorCell[];
}

/**
 * Reads buckets from the rollups; those without rows are absent. Errors of processes that were
 * shutting down are taken out: a deployment is no outage.
 */
export async function readBuckets(
  clickhouse: ClickHouse,
  judged: JudgedCodes,
  range: AlertRange,
): Promise<Map<number, Omit<Bucket, 'complete'>>> {
  if (range.from >= range.to) return new Map();
  const [orgs, routes, errors] = await Promise.all([
    requestsByOrg(clickhouse, range),
    requestsByRoute(clickhouse, range),
    judgedErrors(clickhouse, judged, range),
  ]);
  const drafts = new Map<number, Draft>();
  const at = (t: number) => {
    const draft = drafts.get(t) ?? { orgs: byName<number>(), routes: byName<number>(), errors: [] };
    drafts.set(t, draft);
    return draft;
  };
  for (const row of orgs) at(row.at).orgs[row.name] = row.requests;
  for (const row of routes) at(row.at).routes[row.name] = row.requests;
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

async function drainingIn(
  clickhouse: ClickHouse,
  judged: JudgedCodes,
  errors: readonly ErrorRow[],
): Promise<Map<string, number>> {
  const hit = errors.filter(({ status }) => status === 500).map(({ at }) => at);
  if (hit.length === 0) return new Map();
  const range = { from: Math.min(...hit), to: Math.max(...hit) + 10 };
  const rows = await drainingErrors(clickhouse, judged, range);
  return new Map(rows.map((row) => [nameOf(row), row.requests]));
}

function nameOf({ at, org, route }: ErrorRow): string {
  return JSON.stringify([at, org, route]);
}
