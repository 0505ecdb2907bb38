import { STEP_S } from './bucket.ts';
import type { Series } from './elevation.ts';
import type { BudgetSpent, FiringAlert } from './state.ts';

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
}

/**
 * What an alert has lost in bursts, over the first window in which that is worth a page. Blips
 * half an hour apart are not, and two of the shortest are not either.
 */
export function recurringLoss(
  alert: FiringAlert,
  series: Series,
  { at, endedAt, deploying }: Moment,
): BudgetSpent | undefined {
  const needed = deploying ? TOGETHER_DEPLOYING : TOGETHER;
  for (const { windowS, bursts } of RECURRING) {
    const recent = (alert.bursts ?? []).filter(
      ({ from, to }) => from >= endedAt && to > at - windowS,
    );
    const buckets = recent.reduce((sum, burst) => sum + burst.buckets, 0);
    if (recent.length < bursts || buckets < needed) continue;
    return spentIn(recent, series, alert.evidence.usual, windowS);
  }
  return undefined;
}

/** Errors of the bursts among the window's requests; those before the series are estimated. */
function spentIn(
  recent: NonNullable<FiringAlert['bursts']>,
  { requests }: Series,
  usual: number,
  windowS: number,
): BudgetSpent {
  const sent = requests.slice(-windowS / STEP_S).reduce((a, b) => a + b, 0);
  const known = Math.min(requests.length, windowS / STEP_S);
  const all = Math.round((sent * windowS) / STEP_S / Math.max(1, known));
  const errors = recent.reduce((sum, burst) => sum + burst.errors, 0);
  const burnRate = errors / Math.max(1, all) / usual;
  return { windowS, requests: all, errors, burnRate, bursts: recent.length };
}
