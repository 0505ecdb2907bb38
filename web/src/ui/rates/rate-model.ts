import { codeNames, codesOfClass } from '@request-desk/shared/profile-codes';
import type { ErrorRates } from '@request-desk/shared/support-api';
import { apiProfile } from '../../api/profile.ts';

/** A code, or empty for successes. */
type Band = string;

/** One step in time; segments are shares of the drawing's height, from the bottom up. */
export interface RateColumn {
  readonly at: string;
  readonly requests: number;
  readonly errors: number;
  readonly counts: readonly (readonly [code: Band, requests: number])[];
  readonly segments: readonly { code: Band; from: number; to: number }[];
}

export interface RateModel {
  readonly columns: readonly RateColumn[];
  /** Requests of the highest column, as far as they are drawn. */
  readonly highest: number;
  readonly requests: number;
  readonly errors: number;
  /** Codes that occurred, most frequent first; successes last. */
  readonly totals: readonly (readonly [code: Band, requests: number])[];
}

/**
 * The API's own faults stand on the base line, where their height is easiest to compare, then
 * limits. Codes that the profile does not know come last.
 */
function stackOf(rates: ErrorRates): string[] {
  const profile = apiProfile();
  const first = codesOfClass(profile, 'server').concat(codesOfClass(profile, 'limit'));
  const met = rates.buckets.flatMap(({ by_code }) => Object.keys(by_code));
  return [...new Set([...first, ...codeNames(profile), ...met])];
}

/** What is drawn of `rates`: the errors, and on top of them the successes when they are wanted. */
export function rateModel(rates: ErrorRates, withSuccess = false): RateModel {
  const stack = stackOf(rates);
  const counted = rates.buckets.map((bucket) => {
    const errors = stack.reduce((sum, code) => sum + answers(bucket, code), 0);
    const success = withSuccess ? Math.max(0, bucket.requests - errors) : 0;
    return { bucket, errors, success };
  });
  const highest = Math.max(0, ...counted.map(({ errors, success }) => errors + success));
  const columns = counted.map(({ bucket, errors, success }): RateColumn => {
    const all: (readonly [Band, number])[] = [
      ...stack.map((code) => [code, answers(bucket, code)] as const),
      ['', success],
    ];
    const counts = all.filter(([, requests]) => requests > 0);
    let below = 0;
    const segments = counts.map(([code, requests]) => {
      const from = below / highest;
      below += requests;
      return { code, from, to: below / highest };
    });
    return { at: bucket.at, requests: bucket.requests, errors, counts, segments };
  });
  const total = (code: Band) => columns.reduce((sum, column) => sum + countOf(column, code), 0);
  const errorTotals = stack.map((code) => [code, total(code)] as const).sort((a, b) => b[1] - a[1]);
  return {
    columns,
    highest,
    requests: rates.buckets.reduce((sum, bucket) => sum + bucket.requests, 0),
    errors: counted.reduce((sum, { errors }) => sum + errors, 0),
    totals: [...errorTotals, ['', total('')] as const].filter(([, requests]) => requests > 0),
  };
}

/** Codes come from a store: any text may be asked for. */
function answers({ by_code }: ErrorRates['buckets'][number], code: string): number {
  return Object.hasOwn(by_code, code) ? (by_code[code] ?? 0) : 0;
}

/** Requests of one code in a column. */
export function countOf(column: RateColumn, code: Band): number {
  return column.counts.find(([other]) => other === code)?.[1] ?? 0;
}
