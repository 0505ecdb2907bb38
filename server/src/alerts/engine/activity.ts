import type { BucketSeries } from './elevation.ts';
import type { FiringAlert } from './state.ts';

/** Activity is looked for in the newest half minute. */
const SPAN = 3;
/** Hysteresis: an alert stays active on far less than it took to fire. */
const ACTIVE_RATIO = 0.004;
/** A slow burn may itself be smaller than that. */
const ACTIVE_HALF = 0.5;
const ACTIVE_SHARE = 0.25;
const ACTIVE_TIMES_USUAL = 2;
/** A surge is a matter of counts as well. */
const ACTIVE_COUNT = 0.1;

/** True when the trouble of a firing alert shows in its newest bucket. */
export function isActive(alert: FiringAlert, series: BucketSeries): boolean {
  if ((series.errors.at(-1) ?? 0) === 0) return false;
  const { errors, requests } = newest(series, SPAN);
  const { ratio, errorsPerBucket } = alert.level;
  if (alert.key.startsWith('org-429:') && errors < ACTIVE_COUNT * errorsPerBucket * SPAN)
    return false;
  const bar = Math.max(
    Math.min(ACTIVE_RATIO, ACTIVE_HALF * ratio),
    Math.min(ACTIVE_SHARE * ratio, 0.02 + 0.05 * ratio),
    ACTIVE_TIMES_USUAL * alert.evidence.usual,
  );
  return errors / Math.max(1, requests) >= bar;
}

export function newest(series: BucketSeries, buckets: number) {
  let requests = 0;
  let errors = 0;
  for (let i = Math.max(0, series.requests.length - buckets); i < series.requests.length; i++) {
    requests += series.requests[i] ?? 0;
    errors += series.errors[i] ?? 0;
  }
  return { requests, errors };
}

/** A bucket holds its share of the trouble from this part of the expected errors on. */
const SHARE = 0.3;
/** So many expected errors that did not happen prove that the trouble had stopped. */
export const PROOF = 4;

/** True when a bucket in which `due` errors are expected has enough of them. */
export function holdsItsShare(errors: number, due: number): boolean {
  return errors > 0 && errors >= SHARE * due;
}

/**
 * For how many buckets, up to the newest, the trouble has lasted without a proven break.
 * Zero when the newest bucket has none of it.
 */
export function activeSpan(series: BucketSeries, ratio: number): number {
  let span = 0;
  let missed = 0;
  for (let back = 1; back <= series.requests.length; back++) {
    const due = ratio * (series.requests.at(-back) ?? 0);
    const errors = series.errors.at(-back) ?? 0;
    if (holdsItsShare(errors, due)) {
      span = back;
      missed = 0;
    } else {
      if (back === 1) return 0;
      missed += due - errors;
      if (missed >= PROOF) break;
    }
  }
  return span;
}

/**
 * How many buckets' worth of trouble the newest `buckets` provably hold: each bucket counts by its
 * ratio against the median one, counting noise is taken off. Tells a blip that touches five
 * buckets from an outage that fills them.
 */
export function provenLength(series: BucketSeries, buckets: number): number {
  const ratios: number[] = [];
  let variance = 0;
  for (let back = buckets; back >= 1; back--) {
    const requests = series.requests.at(-back) ?? 0;
    if (requests === 0) return 0;
    const ratio = (series.errors.at(-back) ?? 0) / requests;
    ratios.push(ratio);
    variance += (ratio * (1 - ratio)) / requests;
  }
  const median = ratios.toSorted((a, b) => a - b)[ratios.length >> 1] ?? 0;
  if (median === 0) return 0;
  const length = ratios.reduce((sum, ratio) => sum + Math.min(1, ratio / median), 0);
  return length - (NOISE_Z * Math.sqrt(variance)) / median;
}

/** One blip of 40 s in twenty may be taken for longer; fewer would make each page of a small API wait. */
const NOISE_Z = 1.64;
