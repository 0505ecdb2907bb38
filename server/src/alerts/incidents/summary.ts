import type { EvidenceAtFiring } from '@request-desk/shared/alerts-api';

/** Share and counts at the moment of firing, in one line of our own words. */
export function summaryOf(kind: string, seen: EvidenceAtFiring): string {
  const { errors, requests, window_s, ratio, usual_ratio } = seen;
  if (kind === 'telemetry') return `nothing was received for ${window_s} s`;
  const usual = usual_ratio > 0 ? `, usually ${percent(usual_ratio)}` : '';
  return `${percent(ratio)} of requests: ${errors} of ${requests} in ${window_s} s${usual}`;
}

function percent(ratio: number): string {
  const value = ratio * 100;
  if (value > 0 && value < 0.01) return 'below 0.01 %';
  const digits = value >= 10 || value === 0 ? 0 : value >= 1 ? 1 : 2;
  return `${value.toFixed(digits)} %`;
}
