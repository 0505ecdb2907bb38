import { secondsOf, since } from './history.ts';
import type { Scope } from './scope.ts';
import { seriesOf } from './series.ts';
import type { BudgetSpent, EngineState, FiringAlert } from './state.ts';
import { sum } from './statistics.ts';

/** Bursts that add up to what wakes an engineer: so many of them within so long. */
const RECURRING = [
  { windowS: 300, bursts: 2 },
  { windowS: 600, bursts: 2 },
  { windowS: 1800, bursts: 3 },
] as const;

/** Buckets of trouble that they must hold together, as a single stretch must; more near a deploy. */
const TOGETHER = 6;
const TOGETHER_DEPLOYING = 13;

interface Moment {
  /** Seconds. */
  readonly at: number;
  /** When the scope's last alert ended: what that was about pages no more. */
  readonly endedAt: number;
  readonly deploying: boolean;
  readonly state: Pick<EngineState, 'history' | 'window'>;
}

/**
 * What an alert has lost in bursts, over the first window in which that is worth a page. Blips
 * half an hour apart are not, and two of the shortest are not either.
 */
export function recurringLoss(
  alert: FiringAlert,
  scope: Scope,
  { at, endedAt, deploying, state }: Moment,
): BudgetSpent | undefined {
  const needed = deploying ? TOGETHER_DEPLOYING : TOGETHER;
  for (const { windowS, bursts } of RECURRING) {
    const recent = (alert.bursts ?? []).filter(
      ({ from, to }) => from >= endedAt && to > at - windowS,
    );
    const buckets = recent.reduce((sum, burst) => sum + burst.buckets, 0);
    if (recent.length < bursts || buckets < needed) continue;
    const errors = recent.reduce((sum, burst) => sum + burst.errors, 0);
    // Bursts outlive the history where an earlier version stored the state.
    const requests = Math.max(errors, requestsSince(state, scope, at - windowS));
    const burnRate = errors / Math.max(1, requests) / alert.evidence.usual;
    return { windowS, requests, errors, burnRate, bursts: recent.length };
  }
  return undefined;
}

/** Requests of a scope from `from` on; of a cell that it cuts, that part. */
function requestsSince(state: Moment['state'], scope: Scope, from: number): number {
  const slices = since(state, from);
  const { requests } = seriesOf(slices, scope);
  const parts = slices.map((slice, i) => {
    const seconds = secondsOf(slice, state);
    return (requests[i] ?? 0) * Math.min(1, (slice.t + seconds - from) / seconds);
  });
  return Math.round(sum(parts));
}
