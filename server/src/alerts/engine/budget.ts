import { HOUR_S } from '@request-desk/shared/durations';
import { Z } from './burn.ts';
import { secondsOf, since } from './history.ts';
import type { AlertScope } from './scope.ts';
import { seriesOf } from './series.ts';
import type { BudgetSpent, Burst, EngineState, FiringAlert } from './state.ts';
import { sum, wilsonLower } from './statistics.ts';

/** Bursts that add up to a page: so many of them within so long. */
const LASTING = [
  { windowS: 300, bursts: 2 },
  { windowS: 600, bursts: 2 },
  { windowS: 1800, bursts: 3 },
] as const;

/** Buckets of trouble that they must hold together, as a single stretch must; more near a deploy. */
const TOGETHER = 6;
const TOGETHER_DEPLOYING = 13;

/** However short they are: so many, clearly apart, in which so much of all was provably lost. */
const COSTLY = [
  { windowS: 600, bursts: 2, buckets: 2 },
  { windowS: 1800, bursts: 3, buckets: 1 },
  { windowS: HOUR_S, bursts: 4, buckets: 1 },
] as const;
const COSTLY_SHARE = 0.01;
const COSTLY_ERRORS = 20;
/** A single bucket far below the worst is no burst: a client that retries, soon after a blip. */
const ALIKE = 1 / 4;
/** A blip that stutters is one. */
const APART_S = 60;

interface Moment {
  /** Seconds. */
  readonly at: number;
  /** When the scope's last alert ended: what that was about pages no more. */
  readonly endedAt: number;
  readonly deploying: boolean;
  readonly state: Pick<EngineState, 'history' | 'window'>;
}

/**
 * What an alert has lost in bursts, over the first window in which that is worth a page: as long
 * together as a single stretch would have to be, or a hundredth of all requests.
 */
export function recurringLoss(
  alert: FiringAlert,
  scope: AlertScope,
  moment: Moment,
): BudgetSpent | undefined {
  const { at, endedAt, deploying } = moment;
  const within = (windowS: number) => {
    const all = alert.bursts?.filter(({ from, to }) => from >= endedAt && to > at - windowS) ?? [];
    const least = ALIKE * Math.max(...all.map(({ errors }) => errors));
    return all.filter(({ buckets, errors }) => buckets > 1 || errors >= least);
  };
  const needed = deploying ? TOGETHER_DEPLOYING : TOGETHER;
  for (const { windowS, bursts } of LASTING) {
    const recent = within(windowS);
    const buckets = sum(recent.map((burst) => burst.buckets));
    if (recent.length >= bursts && buckets >= needed)
      return spent(alert, recent, windowS, requestsWithin(moment, scope, windowS));
  }
  if (deploying) return undefined;
  for (const { windowS, bursts, buckets } of COSTLY) {
    const recent = within(windowS).filter((burst) => burst.buckets >= buckets);
    const errors = sum(recent.map((burst) => burst.errors));
    if (countApart(recent) < bursts || errors < COSTLY_ERRORS) continue;
    const requests = requestsWithin(moment, scope, windowS);
    if (wilsonLower(errors, Math.max(errors, requests), Z) >= COSTLY_SHARE)
      return spent(alert, recent, windowS, requests);
  }
  return undefined;
}

function spent(
  { evidence }: FiringAlert,
  bursts: readonly Burst[],
  windowS: number,
  sent: number,
): BudgetSpent {
  const errors = sum(bursts.map((burst) => burst.errors));
  // Bursts outlive the history where an earlier version stored the state.
  const requests = Math.max(errors, sent);
  const burnRate = errors / Math.max(1, requests) / evidence.usual;
  return { windowS, requests, errors, burnRate, bursts: bursts.length };
}

function countApart(bursts: readonly Burst[]): number {
  return bursts.filter(({ from }, i) => from - (bursts[i - 1]?.to ?? 0) >= APART_S).length;
}

function requestsWithin({ state, at }: Moment, scope: AlertScope, windowS: number): number {
  return requestsSince(state, scope, at - windowS);
}

/** Requests of a scope from `from` on; of a cell that it cuts, that part. */
function requestsSince(state: Moment['state'], scope: AlertScope, from: number): number {
  const slices = since(state, from);
  const { requests } = seriesOf(slices, scope);
  const parts = slices.map((slice, i) => {
    const seconds = secondsOf(slice, state);
    return (requests[i] ?? 0) * Math.min(1, (slice.t + seconds - from) / seconds);
  });
  return Math.round(sum(parts));
}
