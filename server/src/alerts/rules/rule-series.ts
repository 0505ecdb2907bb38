import type { RuleSpec } from '@request-desk/shared/alert-rules-api';
import type { ClickHouse } from '../../clickhouse/client.ts';
import { alertSeries } from '../../clickhouse/queries/alert-series.ts';
import { STEP_S } from '../engine/bucket.ts';
import type { Series } from '../engine/elevation.ts';
import { WINDOW } from '../engine/state.ts';

/** Which requests a rule is about. */
export function ruleFilter({ codes, route, org }: RuleSpec) {
  return { codes, route: route ?? undefined, org: org ?? undefined };
}

/** A rule's last ten minutes, up to `to` in seconds, without holes. */
export async function ruleSeries(
  clickhouse: ClickHouse,
  spec: RuleSpec,
  to: number,
): Promise<Series> {
  const from = to - WINDOW * STEP_S;
  const range = { from, to, step: STEP_S };
  const rows = await alertSeries(clickhouse, { ...ruleFilter(spec), ...range });
  const requests = new Array<number>(WINDOW).fill(0);
  const errors = new Array<number>(WINDOW).fill(0);
  for (const row of rows) {
    requests[(row.at - from) / STEP_S] = row.requests;
    errors[(row.at - from) / STEP_S] = row.errors;
  }
  return { requests, errors };
}
