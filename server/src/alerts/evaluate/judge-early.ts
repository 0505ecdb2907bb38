import { type Bucket, type DeployMarker, STEP_S } from '../engine/bucket.ts';
import { type Decision, decide } from '../engine/decide.ts';
import type { EngineState } from '../engine/state.ts';

/**
 * Judges a bucket that has ended before all of it has arrived, so that an outage is told some
 * seconds earlier. Only what begins is kept; the bucket is judged again when it is complete.
 */
export function judgeEarly(
  state: EngineState,
  bucket: Omit<Bucket, 'complete'>,
  heartbeats: boolean,
  now: number,
): Decision {
  const buckets = [{ ...bucket, complete: false }];
  const early = decide(state, { buckets, closedTo: bucket.t + STEP_S, heartbeats }, now);
  const transitions = early.transitions.filter(
    ({ change, alert }) =>
      (change === 'fired' || change === 'paged') && alert.key in early.state.firing,
  );
  if (transitions.length === 0) return { state, transitions };
  const firing = { ...state.firing };
  for (const { alert } of transitions) {
    const now = early.state.firing[alert.key];
    if (now) firing[alert.key] = now;
  }
  return { state: { ...state, firing }, transitions };
}

/** A clock that was put back: nothing that is remembered may lie in the future. */
export function rewound(state: EngineState, now: number): EngineState {
  const ended = Object.entries(state.ended).map(([key, at]) => [key, Math.min(at, now)] as const);
  const firing = Object.entries(state.firing).map(
    ([key, alert]) => [key, { ...alert, lastHot: Math.min(alert.lastHot, now) }] as const,
  );
  const isPast = ({ at }: DeployMarker) => at <= now;
  return {
    ...state,
    window: state.window.filter(({ t }) => t + STEP_S <= now),
    ended: Object.fromEntries(ended),
    firing: Object.fromEntries(firing),
    deploys: state.deploys.filter(isPast),
  };
}
