import { ERROR_CODES, type ErrorCode } from '@request-desk/shared/causes';
import type { ErrorRates } from '@request-desk/shared/support-api';

/** One minute of the strip; segments are shares of the strip's height, from the bottom up. */
export interface RateColumn {
  readonly at: string;
  readonly requests: number;
  readonly errors: number;
  readonly counts: readonly (readonly [code: ErrorCode, errors: number])[];
  readonly segments: readonly { code: ErrorCode; from: number; to: number }[];
}

export interface RateStripModel {
  readonly columns: readonly RateColumn[];
  /** Errors of the highest column. */
  readonly highest: number;
  readonly requests: number;
  readonly errors: number;
  /** Codes that occurred, most frequent first. */
  readonly totals: readonly (readonly [code: ErrorCode, errors: number])[];
}

/** Our own faults stand on the base line, where their height is easiest to compare. */
const STACK: readonly ErrorCode[] = [
  'internal_error',
  'rate_limited',
  ...ERROR_CODES.filter((code) => code !== 'internal_error' && code !== 'rate_limited'),
];

export function rateStripModel(rates: ErrorRates): RateStripModel {
  const sums = rates.buckets.map((bucket) =>
    STACK.reduce((sum, code) => sum + (bucket.by_code[code] ?? 0), 0),
  );
  const highest = Math.max(0, ...sums);
  const columns = rates.buckets.map((bucket, index) => {
    const counts = STACK.flatMap((code) => {
      const errors = bucket.by_code[code] ?? 0;
      return errors > 0 ? [[code, errors] as const] : [];
    });
    let below = 0;
    const segments = counts.map(([code, errors]) => {
      const from = below / highest;
      below += errors;
      return { code, from, to: below / highest };
    });
    const errors = sums[index] ?? 0;
    return { at: bucket.at, requests: bucket.requests, errors, counts, segments };
  });
  const totals = STACK.map(
    (code) => [code, columns.reduce((sum, c) => sum + countOf(c, code), 0)] as const,
  )
    .filter(([, errors]) => errors > 0)
    .sort((a, b) => b[1] - a[1]);
  return {
    columns,
    highest,
    requests: rates.buckets.reduce((sum, bucket) => sum + bucket.requests, 0),
    errors: sums.reduce((sum, errors) => sum + errors, 0),
    totals,
  };
}

/** Errors of one code in a column. */
export function countOf(column: RateColumn, code: ErrorCode): number {
  return column.counts.find(([other]) => other === code)?.[1] ?? 0;
}
