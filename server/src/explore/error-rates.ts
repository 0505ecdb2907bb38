import { type ErrorCode, isErrorCode } from '@request-desk/shared/causes';
import type { ErrorRates } from '@request-desk/shared/support-api';
import type { ClickHouse } from '../clickhouse/client.ts';
import { errorRates } from '../clickhouse/queries/error-rates.ts';

/** The last `minutes` up to now in buckets of `step` seconds, each of them present. */
export async function errorRatesOf(
  clickhouse: ClickHouse,
  minutes: number,
  step: number,
  nowMs: number,
): Promise<Omit<ErrorRates, 'data_current_to'>> {
  const to = (Math.floor(nowMs / 1000 / step) + 1) * step;
  const from = to - Math.ceil((minutes * 60) / step) * step;
  const rows = await errorRates(clickhouse, { from, to, step });
  const buckets = new Map<
    number,
    { requests: number; by_code: Partial<Record<ErrorCode, number>> }
  >();
  for (let at = from; at < to; at += step) buckets.set(at, { requests: 0, by_code: {} });
  for (const { at, code, requests } of rows) {
    const bucket = buckets.get(at);
    if (bucket === undefined) continue;
    bucket.requests += requests;
    if (isErrorCode(code)) bucket.by_code[code] = (bucket.by_code[code] ?? 0) + requests;
  }
  return {
    from: isoOf(from),
    to: isoOf(to),
    step_s: step,
    buckets: [...buckets].map(([at, counts]) => ({ at: isoOf(at), ...counts })),
  };
}

function isoOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
