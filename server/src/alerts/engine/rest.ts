import { type Dimension, errorsBy, requestsOf, totalOf, worstOf } from './hits.ts';
import type { View } from './judge-500.ts';
import type { FiringAlert } from './state.ts';

/** After so long without activity it may well be another incident that begins. */
export const RESTED_S = 300;

/** True for an alert that has been inactive for long: it is held open, and covers nothing meanwhile. */
export function isResting({ inactive }: Pick<FiringAlert, 'inactive'>): boolean {
  return inactive.seconds >= RESTED_S;
}

/** Activity is looked for in so many buckets. */
const RECENT = 3;
/** So much of all errors on one route, or of one organisation, is its own trouble. */
const ALMOST_ALL = 0.9;
/** When so many were due elsewhere, had it been everybody's. */
const DUE = 3;

/** True when what fails now is provably not everybody's trouble, which `alert` was and has rested from. */
export function isAnotherIncident(alert: FiringAlert, { window }: View): boolean {
  if (alert.key !== 'global-500' || !isResting(alert)) return false;
  const slices = window.slice(-RECENT);
  const total = totalOf(slices, '500');
  return (['routes', 'orgs'] as const).some((by: Dimension) => {
    const [name, errors] = worstOf(errorsBy(slices, '500', by));
    if (errors === 0 || errors < ALMOST_ALL * total.errors) return false;
    const requests = requestsOf(slices, '500', by, name);
    return (errors / Math.max(1, requests)) * (total.requests - requests) >= DUE;
  });
}
