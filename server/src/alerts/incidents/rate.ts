import type { IncidentRate, SeriesPoint } from '@request-desk/shared/alerts-api';
import { isoOfSeconds } from '@request-desk/shared/instant';
import type { ClickHouse } from '../../clickhouse/client.ts';
import { alertSeries } from '../../clickhouse/queries/alert-series.ts';
import { STEP_S } from '../engine/bucket.ts';
import type { IncidentRow } from './incidents.ts';
import { requestsOf } from './requests-of.ts';

const RATE_WINDOW_S = 60;
/** The rollups follow within so long. */
const BEHIND_S = 10;

/** What fails now: the last whole minute that is counted; null when the store does not say. */
export async function rateNow(
  clickhouse: ClickHouse,
  row: IncidentRow,
  now: Date,
): Promise<IncidentRate | null> {
  if (row.endedAt !== null || row.ruleId === 'no-data') return null;
  const to = Math.floor((now.getTime() / 1000 - BEHIND_S) / STEP_S) * STEP_S;
  const range = { from: to - RATE_WINDOW_S, to, step: STEP_S };
  const points = await alertSeries(clickhouse, { ...requestsOf(row), ...range }).catch(
    () => undefined,
  );
  if (points === undefined) return null;
  const sum = (of: 'requests' | 'errors') => points.reduce((all, point) => all + point[of], 0);
  return {
    at: isoOfSeconds(range.from),
    window_s: RATE_WINDOW_S,
    requests: sum('requests'),
    errors: sum('errors'),
  };
}

/** The minute (or the step of the chart, where that is longer) with most failures so far. */
export function peakOf(
  points: readonly SeriesPoint[],
  stepS: number,
  current: IncidentRate | null,
): IncidentRate | null {
  const length = Math.max(1, Math.floor(RATE_WINDOW_S / stepS));
  let worst = current;
  points.forEach(({ at }, first) => {
    const minute = points.slice(first, first + length);
    const errors = minute.reduce((sum, point) => sum + point.errors, 0);
    if (errors <= (worst?.errors ?? 0)) return;
    const requests = minute.reduce((sum, point) => sum + point.requests, 0);
    worst = { at, window_s: length * stepS, requests, errors };
  });
  return worst;
}
