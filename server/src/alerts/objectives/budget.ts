import { DAY_S } from '@request-desk/shared/durations';
import { isoOfSeconds } from '@request-desk/shared/instant';
import type { BudgetStatus, BurnDown, ObjectiveSpec } from '@request-desk/shared/objectives-api';
import { percentText } from '@request-desk/shared/percent-text';
import { shortestBurn, TEN_MINUTES } from '../engine/burn.ts';
import type { ErrorCount } from '../engine/hits.ts';

/** One step of time; `at` in seconds. */
export interface BudgetStep extends ErrorCount {
  readonly at: number;
}

/** How many times faster than allowed requests fail; 0 without requests. */
function burnRate({ requests, errors }: ErrorCount, { target }: Pick<ObjectiveSpec, 'target'>) {
  return requests === 0 ? 0 : errors / requests / (1 - target);
}

interface Measured {
  /** Seconds. */
  readonly from: number;
  readonly to: number;
  readonly whole: ErrorCount;
  /** Newest so many seconds. */
  readonly recent: readonly (ErrorCount & { readonly windowS: number })[];
}

/** What is left of an objective's budget. Before the first request nothing of it is spent. */
export function budgetOf(spec: ObjectiveSpec, { from, to, whole, recent }: Measured): BudgetStatus {
  return {
    from: isoOfSeconds(from),
    to: isoOfSeconds(to),
    requests: whole.requests,
    errors: whole.errors,
    allowed_errors: (1 - spec.target) * whole.requests,
    budget_left: 1 - burnRate(whole, spec),
    burn: recent.map(({ windowS, requests, errors }) => ({
      window_s: windowS,
      requests,
      errors,
      burn_rate: burnRate({ requests, errors }, spec),
    })),
  };
}

/** The budget of the whole window, spent step by step; the last step leaves what is left now. */
export function burnDownOf(
  spec: ObjectiveSpec,
  steps: readonly BudgetStep[],
  { from, to, step }: { readonly from: number; readonly to: number; readonly step: number },
): BurnDown {
  const allowed = (1 - spec.target) * steps.reduce((sum, { requests }) => sum + requests, 0);
  const found = new Map(steps.map((one) => [one.at, one]));
  const points: BurnDown['points'] = [];
  let spent = 0;
  for (let at = from; at < to; at += step) {
    const { requests = 0, errors = 0 } = found.get(at) ?? {};
    spent += errors;
    points.push({
      at: isoOfSeconds(at),
      requests,
      errors,
      burn_rate: requests === 0 ? null : burnRate({ requests, errors }, spec),
      budget_left: allowed === 0 ? 1 : 1 - spent / allowed,
    });
  }
  return { step_s: step, points };
}

interface Known {
  readonly retentionDays: number;
  /** The oldest hour that is kept, in seconds; nothing: no request yet. */
  readonly oldest: number | undefined;
  readonly budget: BudgetStatus;
}

/** Why an objective cannot be met, or not wholly judged; in sentences. */
export function warningsOf(
  spec: ObjectiveSpec,
  { retentionDays, oldest, budget }: Known,
): string[] {
  const { window_days: days, target, route } = spec;
  const { requests, errors, allowed_errors: allowed } = budget;
  const warnings: string[] = [];
  const covered = oldest === undefined ? 0 : (Date.parse(budget.to) / 1000 - oldest) / DAY_S;
  const shortest = shortestBurn(1 - target);
  if (shortest === undefined)
    warnings.push(
      `So many may fail (${percentText(1 - target)}) that no burn of this budget can be detected, even if all fail.`,
    );
  else if (shortest > TEN_MINUTES.seconds)
    warnings.push(
      `So many may fail (${percentText(1 - target)}) that a burn is detected after ${shortest / 60} minutes at the soonest, even if all fail.`,
    );
  if (days > retentionDays)
    warnings.push(
      `Requests are kept for ${retentionDays} days only (RETENTION_DAYS): ${days} days cannot be judged.`,
    );
  else if (covered < days - 1 / 24)
    warnings.push(
      `Requests are known for ${spanText(covered)} of ${days} days: the budget is that of the part that is known.`,
    );
  if (requests === 0)
    warnings.push(
      route === null ? 'No request in the window.' : 'No request to this route in the window.',
    );
  else if (allowed < 1)
    warnings.push(
      `Of ${requests} requests in the window not even one may fail: it cannot be met once one does.`,
    );
  if (errors > allowed && errors > 0)
    warnings.push(
      `It is not met: ${percentText(errors / requests)} of the requests failed, ${percentText(1 - target)} may.`,
    );
  return warnings;
}

function spanText(days: number): string {
  if (days < 1 / 24) return 'less than an hour';
  if (days < 1) return `${Math.round(days * 24)} h`;
  return `${days.toFixed(1)} days`;
}
