import type { Beats } from '../../clickhouse/queries/alert-heartbeats.ts';
import { STEP_S } from '../engine/bucket.ts';
import { isReported } from './completeness.ts';

/** From the end of a bucket until its rows can be expected in the rollups. */
const SETTLE_S = 3.2;
/** Heartbeats are waited for no longer than this. */
const WAIT_S = 10;

interface Due {
  /** Start of the bucket; seconds. */
  readonly t: number;
  /** False: somebody has not reported past its end. */
  readonly complete: boolean;
}

/**
 * The buckets that are to be judged now, oldest first: each as soon as every live process has
 * reported past its end and its rows had time to arrive, and after ten seconds in any case.
 */
export function dueBuckets(
  judgedTo: number,
  beats: readonly Beats[],
  heartbeats: boolean,
  now: number,
): Due[] {
  const due: Due[] = [];
  for (let t = judgedTo; t + STEP_S + SETTLE_S <= now; t += STEP_S) {
    const end = t + STEP_S;
    const waited = now >= end + WAIT_S;
    const complete = heartbeats ? isReported(beats, end) : waited;
    if (!complete && !waited) break;
    due.push({ t, complete });
  }
  return due;
}

/** True when the next bucket has ended; an outage shows in it before it is complete. */
export function hasEnded(judgedTo: number, now: number): boolean {
  return now >= judgedTo + STEP_S + EARLY_S;
}

const EARLY_S = 0.8;
