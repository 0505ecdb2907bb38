import { HOUR_S } from '@request-desk/shared/durations';
import { type EngineInput, STEP_S } from './bucket.ts';
import { withHistory } from './history.ts';
import { learnOldest } from './learn.ts';
import { recentPast } from './past.ts';
import { blankSlice, type Slice, sliceOf } from './slice.ts';
import { type EngineState, type Transition, WINDOW } from './state.ts';
import { judgeTick } from './tick.ts';

export interface Decision {
  readonly state: EngineState;
  readonly transitions: readonly Transition[];
}

/** Markers are forgotten after this many seconds. */
const DEPLOY_MEMORY_S = HOUR_S;
/** After a longer stop the past is not filled in bucket by bucket. */
export const MAX_CATCH_UP = WINDOW * 2;

/**
 * The whole alert engine: folds new and revised buckets into the state and says what changed.
 * Pure; the same arguments give the same answer. Times are seconds; each new bucket is judged as
 * of its own end, but nothing is dated after `now`.
 */
export function decide(before: EngineState, input: EngineInput, now: number): Decision {
  let state = withDeploys(revise(before, input), input, now);
  const transitions: Transition[] = [];
  const fresh = freshSlices(state, input);
  for (const slice of fresh) {
    const window = [...state.window, slice].slice(-WINDOW);
    const seen = { ...state, window };
    state = { ...seen, ...learnOldest(seen), history: withHistory(seen) };
    const at = Math.min(now, slice.t + STEP_S);
    state = { ...state, past: recentPast(state.past, at) };
    const tick = judgeTick(state, input, at);
    state = tick.state;
    transitions.push(...tick.transitions);
  }
  return { state: { ...state, ended: stillOfUse(state) }, transitions };
}

/** An end matters while older buckets are remembered, or are about to be learned. */
function stillOfUse({ ended, window, history }: EngineState): EngineState['ended'] {
  const oldest = history[0]?.t ?? window[0]?.t ?? 0;
  const entries = Object.entries(ended);
  const kept = entries.filter(([, at]) => at >= oldest);
  return kept.length === entries.length ? ended : Object.fromEntries(kept);
}

/** Late rows change buckets that were judged before; they count from the next judgement on. */
function revise(state: EngineState, input: EngineInput): EngineState {
  const newest = state.window.at(-1)?.t ?? -1;
  const late = new Map(input.buckets.filter((b) => b.t <= newest).map((b) => [b.t, b]));
  if (late.size === 0) return state;
  return {
    ...state,
    window: state.window.map((slice) => {
      const bucket = late.get(slice.t);
      return bucket ? sliceOf(bucket) : slice;
    }),
  };
}

function withDeploys(state: EngineState, input: EngineInput, now: number): EngineState {
  if (!input.deploys?.length) return state;
  const deploys = [...state.deploys, ...input.deploys]
    .filter((deploy) => deploy.at > now - DEPLOY_MEMORY_S)
    .sort((a, b) => a.at - b.at);
  return { ...state, deploys };
}

/** The buckets after the window's newest, with blanks for those that never came. */
function freshSlices(state: EngineState, input: EngineInput): Slice[] {
  const newest = state.window.at(-1)?.t;
  const given = new Map(
    input.buckets
      .filter((bucket) => newest === undefined || bucket.t > newest)
      .map((bucket) => [bucket.t, bucket]),
  );
  const last = Math.max(input.closedTo - STEP_S, ...given.keys());
  let first = newest === undefined ? Math.min(last, ...given.keys()) : newest + STEP_S;
  first = Math.max(first, last - MAX_CATCH_UP * STEP_S);
  const slices: Slice[] = [];
  for (let t = first; t <= last; t += STEP_S) {
    const bucket = given.get(t);
    slices.push(bucket ? sliceOf(bucket) : blankSlice(t, input.heartbeats ? 'missing' : 'empty'));
  }
  return slices;
}
