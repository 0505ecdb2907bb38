import { type Bucket, type DeployMarker, type EngineInput, STEP_S } from '../engine/bucket.ts';
import { type Decision, decide } from '../engine/decide.ts';
import { CELL_S } from '../engine/history.ts';
import type { EngineState, FiringAlert } from '../engine/state.ts';

/** A bucket of which not everything has arrived. */
export interface EarlyBucket {
  readonly bucket: Omit<Bucket, 'complete'>;
  /** True while the bucket has not ended: too little for waking anybody. */
  readonly open: boolean;
}

/**
 * Judges a bucket before all of it has arrived, so that an outage is told some seconds earlier.
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
export function isWorthALook({ window }: EngineState, t: number, now: number): boolean {
  const newest = window.at(-1);
  if (newest?.t !== t - STEP_S || now < t + OPEN_S) return false;
  return newest.errors['500'].total >= SEVERE * Math.max(1, newest.requests);
}

function past({ clearsAt, ...alert }: FiringAlert, now: number): FiringAlert {
  return {
    ...alert,
    lastHot: Math.min(alert.lastHot, now),
    ...(alert.bursts ? { bursts: alert.bursts.filter(({ to }) => to <= now) } : {}),
    ...(clearsAt === undefined ? {} : { clearsAt: Math.min(clearsAt, now) }),
  };
}

/** A clock that was put back: nothing that is remembered may lie in the future. */
export function rewound(state: EngineState, now: number): EngineState {
  const ended = Object.entries(state.ended).map(([key, at]) => [key, Math.min(at, now)] as const);
  const firing = Object.entries(state.firing).map(([key, alert]) => [key, past(alert, now)]);
  const isPast = ({ at }: DeployMarker) => at <= now;
  return {
    ...state,
    window: state.window.filter(({ t }) => t + STEP_S <= now),
    history: state.history.filter(({ t }) => t + CELL_S <= now),
    ended: Object.fromEntries(ended),
    firing: Object.fromEntries(firing),
    deploys: state.deploys.filter(isPast),
  };
}
