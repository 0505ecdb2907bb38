import { wilsonLower } from './statistics.ts';
import type { Thresholds } from './thresholds.ts';

/** Requests and errors of one scope, bucket by bucket, oldest first, without holes. */
export interface BucketSeries {
  readonly requests: readonly number[];
  readonly errors: readonly number[];
}

export interface Elevation {
  /** Length of the window that proves it. */
  readonly buckets: number;
  readonly requests: number;
  readonly errors: number;
  readonly ratio: number;
  /** What is proven at least. */
  readonly lower: number;
}

/**
 * Judges one window. Beyond the sum, each sub-window must be elevated: a burst that is over, or a
 * single bad moment, fills the sum but not the parts.
 */
export function elevated(
  series: BucketSeries,
  thresholds: Thresholds,
  buckets: number,
  usual: number,
): Elevation | undefined {
  const end = series.requests.length;
  const from = end - buckets;
  if (from < 0 || (series.errors[end - 1] ?? 0) === 0) return undefined;
  let requests = 0;
  let errors = 0;
  let errorBuckets = 0;
  for (let i = from; i < end; i++) {
    const found = series.errors[i] ?? 0;
    requests += series.requests[i] ?? 0;
    errors += found;
    if (found > 0) errorBuckets++;
  }
  if (errors < thresholds.minErrors || errorBuckets < thresholds.minErrorBuckets) return undefined;
  const needed = Math.max(thresholds.floor, thresholds.timesUsual * usual);
  const lower = wilsonLower(errors, requests, thresholds.z);
  if (lower < needed) return undefined;
  const ratio = errors / requests;
  const parts = Math.min(thresholds.parts, buckets);
  for (let part = 0; part < parts; part++) {
    const a = from + Math.floor((part * buckets) / parts);
    const b = from + Math.floor(((part + 1) * buckets) / parts);
    if (!partElevated(series, a, b, thresholds.evenness * ratio)) return undefined;
  }
  return { buckets, requests, errors, ratio, lower };
}

/** One and a half standard deviations of counting noise are forgiven. */
const FORGIVEN = 1.0;

/** `share`: errors per request that the buckets from `a` to `b` (excluded) need. */
function partElevated(series: BucketSeries, a: number, b: number, share: number) {
  let requests = 0;
  let errors = 0;
  for (let i = a; i < b; i++) {
    requests += series.requests[i] ?? 0;
    errors += series.errors[i] ?? 0;
  }
  const due = share * requests;
  return errors >= due - FORGIVEN * Math.sqrt(due);
}
