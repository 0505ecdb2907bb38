import { type Bucket, type EngineInput, STEP_S } from '../engine/bucket.ts';
import { type Decision, decide } from '../engine/decide.ts';
import type { EngineState } from '../engine/state.ts';

/** A bucket of which not everything has arrived. */
export interface EarlyBucket {
  readonly bucket: Omit<Bucket, 'complete'>;
  /** True while the bucket has not ended: too little for waking anybody. */
  readonly open: boolean;
}

/**
 * Judges a bucket before all of it has arrived, so that an outage notifies some seconds earlier.
 * Only what begins is kept; the bucket is judged again when it is complete.
 */
export function judgeEarly(
  state: EngineState,
  { bucket, open }: EarlyBucket,
  known: Pick<EngineInput, 'heartbeats' | 'objectives'>,
  now: number,
): Decision {
  const buckets = [{ ...bucket, complete: false }];
  const early = decide(state, { ...known, buckets, closedTo: bucket.t + STEP_S }, now);
  const transitions = early.transitions.filter(
    ({ change, alert }) =>
      (change === 'fired' || (change === 'paged' && !open)) && alert.key in early.state.firing,
  );
  if (transitions.length === 0) return { state, transitions };
  const firing = { ...state.firing };
  for (const { alert } of transitions) firing[alert.key] = alert;
  return { state: { ...state, firing }, transitions };
}

/** In an outage of this share of the requests, the next bucket is looked at before it ends. */
const SEVERE = 0.3;
/** But not in its first seconds: errors arrive a little sooner than successes. */
const OPEN_S = 3;

/** True when the bucket that starts at `t` is worth a look though it has not ended. */
export function mayFireEarly({ window }: EngineState, t: number, now: number): boolean {
  const newest = window.at(-1);
  if (newest?.t !== t - STEP_S || now < t + OPEN_S) return false;
  return newest.errors['500'].total >= SEVERE * Math.max(1, newest.requests);
}
