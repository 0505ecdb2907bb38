import type { AlertKind, BudgetSpent, EvidenceAtFiring } from '@request-desk/shared/alerts-api';
import { percentText } from '@request-desk/shared/percent-text';
import { windowText } from './budget-text.ts';

/** Share and counts at the moment of firing, or over the window in which they added up; one line. */
export function summaryOf(
  kind: AlertKind,
  seen: EvidenceAtFiring,
  budget: BudgetSpent | null,
): string {
  const { errors, requests, window_s, ratio, usual_ratio } = seen;
  if (kind === 'telemetry') return `nothing was received for ${window_s} s`;
  if (budget !== null) return windowText(budget);
  const usual = usual_ratio > 0 ? `, usually ${percentText(usual_ratio)}` : '';
  return `${percentText(ratio)} of requests: ${errors} of ${requests} in ${window_s} s${usual}`;
}
