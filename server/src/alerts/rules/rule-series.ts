import type { RuleSpec } from '@request-desk/shared/alert-rules-api';
import type { Profile } from '@request-desk/shared/profile';
import type { ClickHouse } from '../../clickhouse/client.ts';
import { drainingErrors, type ErrorRow } from '../../clickhouse/queries/alert-buckets.ts';
import {
  alertSeries,
  alertSeriesOfEach,
  type PointRow,
} from '../../clickhouse/queries/alert-series.ts';
import { STEP_S } from '../engine/bucket.ts';
import type { BucketSeries } from '../engine/elevation.ts';
import { WINDOW_S } from '../engine/state.ts';
import { judgedCodes } from '../judged-codes.ts';

/** Where a rule’s requests are, and what is known of their codes. */
export interface RuleSources {
  readonly clickhouse: ClickHouse;
  readonly profile: Profile;
}

/** Whole buckets, in seconds; `to` is excluded. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** The ten minutes up to `to` that a rule is judged by. */
export function ruleWindow(to: number): Range {
  return { from: to - WINDOW_S, to };
}

/**
 * What a rule is judged by, without holes. Requests that a process refused while it was shutting
 * down are left out: a deployment is no outage.
 */
export async function ruleSeries(
  sources: RuleSources,
  spec: RuleSpec,
  range: Range,
): Promise<BucketSeries> {
  const rows = await alertSeries(sources.clickhouse, { ...filterOf(spec), ...range, step: STEP_S });
  return seriesOf(rows, await drainingIn(sources, spec, rows), range);
}

/** The same for each org or route that has enough errors, at most `most`, and those in `firing`. */
export async function ruleSeriesOfEach(
  sources: RuleSources,
  spec: RuleSpec & { readonly each: 'org' | 'route' },
  range: Range,
  { most, firing }: { readonly most: number; readonly firing: readonly string[] },
): Promise<Map<string, BucketSeries>> {
  const { each, measure, threshold, min_errors } = spec;
  const least = measure === 'count' ? Math.ceil(threshold) : min_errors;
  const rows = await alertSeriesOfEach(sources.clickhouse, {
    ...filterOf(spec),
    ...range,
    step: STEP_S,
    by: each,
    least,
    most,
    always: firing,
  });
  const draining = Map.groupBy(await drainingIn(sources, spec, rows), (row) => row[each]);
  const byName = Map.groupBy(rows, ({ name }) => name);
  const names = new Set([...byName.keys(), ...firing]);
  return new Map(
    [...names].map((name) => {
      const series = seriesOf(byName.get(name) ?? [], draining.get(name) ?? [], range);
      return [name, series] as const;
    }),
  );
}

function filterOf({ codes, route, org }: RuleSpec) {
  return { codes, route: route ?? undefined, org: org ?? undefined };
}

function seriesOf(
  rows: readonly PointRow[],
  draining: readonly ErrorRow[],
  { from, to }: Range,
): BucketSeries {
  const requests = new Array<number>((to - from) / STEP_S).fill(0);
  const errors = [...requests];
  const gone = new Map<number, number>();
  for (const { at, requests } of draining) gone.set(at, (gone.get(at) ?? 0) + requests);
  for (const row of rows) {
    const index = (row.at - from) / STEP_S;
    const drained = Math.min(row.errors, gone.get(row.at) ?? 0);
    requests[index] = row.requests - drained;
    errors[index] = row.errors - drained;
  }
  return { requests, errors };
}

async function drainingIn(
  { clickhouse, profile }: RuleSources,
  { codes, route, org }: RuleSpec,
  rows: readonly PointRow[],
): Promise<ErrorRow[]> {
  const judged = judgedCodes(profile);
  if (!codes.some((code) => judged.server.includes(code))) return [];
  let [from, to] = [Number.POSITIVE_INFINITY, 0];
  for (const { at, errors } of rows) {
    if (errors === 0) continue;
    from = Math.min(from, at);
    to = Math.max(to, at + STEP_S);
  }
  if (to === 0) return [];
  const found = await drainingErrors(clickhouse, judged, { from, to });
  const isOurs = (row: ErrorRow) =>
    (route === null || row.route === route) && (org === null || row.org === org);
  return found.filter(isOurs);
}
