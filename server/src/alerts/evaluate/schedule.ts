import type { Beats } from '../../clickhouse/queries/alert-heartbeats.ts';
import { STEP_S } from '../engine/bucket.ts';
import { isReported } from './completeness.ts';

/** From the end of a bucket until its last rows can have been stored. */
const SETTLE_S = 1;
/** Heartbeats and rollups are waited for no longer than this. */
const WAIT_S = 10;

interface Due {
  /** Start of the bucket; seconds. */
  readonly t: number;
  /** False: somebody has not reported past its end. */
  readonly complete: boolean;
}

/** What is known of the arrival of telemetry. */
interface Arrivals {
  readonly beats: readonly Beats[];
  /** True once a process has sent a heartbeat. */
  readonly heartbeats: boolean;
  /** True when the rollups hold what had arrived when the next bucket was last reported on. */
  readonly fresh: boolean;
}

/**
 * The buckets that are to be judged now, oldest first: each as soon as every live process has
 * reported past its end and the rollups have followed, and after ten seconds in any case.
 */
export function dueBuckets(judgedTo: number, arrivals: Arrivals, now: number): Due[] {
  const { beats, heartbeats, fresh } = arrivals;
  const due: Due[] = [];
  for (let t = judgedTo; t + STEP_S + SETTLE_S <= now; t += STEP_S) {
    const end = t + STEP_S;
    const waited = now >= end + WAIT_S;
    const complete = heartbeats ? isReported(beats, end) : waited;
    if (!waited && !(complete && fresh)) break;
    due.push({ t, complete });
  }
  return due;
}

/** True when the next bucket has ended; an outage shows in it before it is complete. */
export function hasEnded(judgedTo: number, now: number): boolean {
  return now >= judgedTo + STEP_S + EARLY_S;
}

const EARLY_S = 0.8;
