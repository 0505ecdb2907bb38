import type { BudgetSpent as OnWire } from '@request-desk/shared/alerts-api';
import { HOUR_S } from '@request-desk/shared/durations';
import { percentText } from '@request-desk/shared/percent-text';
import type { BudgetSpent } from '../engine/state.ts';

/** The window that spoke, as incidents keep it; null for a spike. */
export function budgetAsWire(spent: BudgetSpent | undefined): OnWire | null {
  if (spent === undefined) return null;
  return {
    window_s: spent.windowS,
    requests: spent.requests,
    errors: spent.errors,
    burn_rate: spent.burnRate,
    bursts: spent.bursts,
    allowed_ratio: spent.allowed ?? null,
  };
}

/** Which window spoke, and what was lost in it: one line of our own words. */
export function windowText(spent: OnWire): string {
  const { window_s, requests, errors, burn_rate, bursts, allowed_ratio } = spent;
  const how = bursts > 0 ? `in ${bursts} bursts ` : '';
  const than =
    allowed_ratio === null ? 'usual' : `the objective allows (${percentText(allowed_ratio)})`;
  return (
    `${percentText(errors / Math.max(1, requests))} of requests ${how}within ${spanText(window_s)}: ` +
    `${errors} of ${requests}, ${times(burn_rate)} as many as ${than}`
  );
}

function spanText(seconds: number): string {
  return seconds < 2 * HOUR_S
    ? `${Math.round(seconds / 60)} min`
    : `${Math.round(seconds / HOUR_S)} h`;
}

function times(rate: number): string {
  return `${rate >= 10 ? Math.round(rate) : rate.toFixed(1)} times`;
}
