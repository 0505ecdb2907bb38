import type { ErrorRates } from '@request-desk/shared/support-api';
import type { ClickHouse } from '../clickhouse/client.ts';
import { errorRates } from '../clickhouse/queries/error-rates.ts';
import { rateBuckets } from './rate-buckets.ts';
import { rangeAsWire, stepsOf } from './time-range.ts';

/** The last `minutes` up to now in buckets of `step` seconds, each of them present. */
export async function errorRatesOf(
  clickhouse: ClickHouse,
  minutes: number,
  step: number,
  nowMs: number,
): Promise<Omit<ErrorRates, 'data_current_to'>> {
  const to = (Math.floor(nowMs / 1000 / step) + 1) * step;
  const from = to - Math.ceil((minutes * 60) / step) * step;
  const range = { fromMs: from * 1000, toMs: to * 1000 };
  const rows = await errorRates(clickhouse, { from, to, step });
  return {
    ...rangeAsWire(range),
    step_s: step,
    buckets: rateBuckets(stepsOf(range, step), rows),
  };
}
