import type { ErrorCode } from '@request-desk/shared/causes';
import type { ErrorRates } from '@request-desk/shared/support-api';

export const DAY_MINUTES = 1440;
export const DAY_STEP_S = 1800;

/** A day of one code. */
export interface Trend {
  readonly values: readonly number[];
  readonly total: number;
}

export function trendOf(rates: ErrorRates, code: ErrorCode): Trend {
  const values = rates.buckets.map((bucket) => bucket.by_code[code] ?? 0);
  return { values, total: values.reduce((sum, value) => sum + value, 0) };
}
