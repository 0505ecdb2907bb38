import type { Latency } from '@request-desk/shared/dashboard-api';
import { HOUR_MS } from '@request-desk/shared/durations';
import { isoOfSeconds } from '@request-desk/shared/instant';
import type { ClickHouse } from '../../clickhouse/client.ts';
import { type Binned, latencyRows, SLOT_S } from '../../clickhouse/queries/latency.ts';
import type { TimeRange } from '../../clickhouse/queries/time-range.ts';
import { rangeAsWire, stepFor, stepsOf, widened } from '../time-range.ts';
import { quantileOf } from './quantiles.ts';

const MAX_STEPS = 100;
/** Up to here requests are counted one by one, in steps finer than the statistics have. */
const FINE_UP_TO_MS = 3 * HOUR_MS;

/** Quantiles of the duration, over time and by route, without the `uncounted` causes. */
export async function latencyOf(
  clickhouse: ClickHouse,
  asked: TimeRange,
  route: string | undefined,
  uncounted: readonly string[],
): Promise<Omit<Latency, 'data_current_to'>> {
  const fine = asked.toMs - asked.fromMs <= FINE_UP_TO_MS;
  const fitting = stepFor(asked, MAX_STEPS, fine ? 10 : SLOT_S);
  // Whole slots, so that the statistics can answer: not 15 minutes but 20.
  const step = fine ? fitting : Math.ceil(fitting / SLOT_S) * SLOT_S;
  const range = widened(asked, step);
  const steps = stepsOf(range, step);
  const rows = await latencyRows(clickhouse, { range, stepS: step, route, uncounted });
  const byStep = new Map(rows.steps.map((row) => [row.at, row]));
  const line = (q: number) => steps.map((at) => quantileOf(byStep.get(at) ?? NOTHING, q) ?? null);
  return {
    ...rangeAsWire(range),
    step_s: step,
    at: steps.map(isoOfSeconds),
    p50: line(0.5),
    p90: line(0.9),
    p95: line(0.95),
    p99: line(0.99),
    routes: rows.routes.map((row) => ({
      route: row.route,
      requests: row.requests,
      p50: quantileOf(row, 0.5) ?? 0,
      p90: quantileOf(row, 0.9) ?? 0,
      p95: quantileOf(row, 0.95) ?? 0,
      p99: quantileOf(row, 0.99) ?? 0,
    })),
  };
}

const NOTHING: Binned = { bins: [], counts: [] };
