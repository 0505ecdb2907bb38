import type { RuleSpec } from '@request-desk/shared/alert-rules-api';
import type { ClickHouse } from '../../clickhouse/client.ts';
import { drainingErrors } from '../../clickhouse/queries/alert-buckets.ts';
import { alertSeries, type PointRow } from '../../clickhouse/queries/alert-series.ts';
import { STEP_S } from '../engine/bucket.ts';
import type { Series } from '../engine/elevation.ts';
import { WINDOW } from '../engine/state.ts';

/** A rule's last ten minutes, up to `to` in seconds, without holes. */
export function ruleSeries(clickhouse: ClickHouse, spec: RuleSpec, to: number): Promise<Series> {
  return ruleSeriesBetween(clickhouse, spec, to - WINDOW * STEP_S, to);
}

/**
 * What a rule is judged by, from `from` to `to` in seconds, without holes. Requests that a process
 * refused while it was shutting down are left out: a deployment is no outage.
 */
export async function ruleSeriesBetween(
  clickhouse: ClickHouse,
  spec: RuleSpec,
  from: number,
  to: number,
): Promise<Series> {
  const { codes, route, org } = spec;
  const filter = { codes, route: route ?? undefined, org: org ?? undefined };
  const rows = await alertSeries(clickhouse, { ...filter, from, to, step: STEP_S });
  const draining = await drainingIn(clickhouse, spec, rows);
  const requests = new Array<number>((to - from) / STEP_S).fill(0);
  const errors = [...requests];
  for (const row of rows) {
    const index = (row.at - from) / STEP_S;
    const gone = Math.min(row.errors, draining.get(row.at) ?? 0);
    requests[index] = row.requests - gone;
    errors[index] = row.errors - gone;
  }
  return { requests, errors };
}

async function drainingIn(
  clickhouse: ClickHouse,
  { codes, route, org }: RuleSpec,
  rows: readonly PointRow[],
): Promise<Map<number, number>> {
  const failed = rows.filter(({ errors }) => errors > 0);
  const [first, last] = [failed[0], failed.at(-1)];
  const counts = new Map<number, number>();
  if (!codes.includes('internal_error') || !first || !last) return counts;
  const range = { from: first.at, to: last.at + STEP_S };
  for (const row of await drainingErrors(clickhouse, range)) {
    if ((route !== null && row.route !== route) || (org !== null && row.org !== org)) continue;
    counts.set(row.at, (counts.get(row.at) ?? 0) + row.requests);
  }
  return counts;
}
