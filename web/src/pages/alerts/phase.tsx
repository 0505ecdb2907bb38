import type { Incident } from '@request-desk/shared/alerts-api';

const TEXT: Readonly<Record<Incident['phase'], string>> = {
  firing: 'firing',
  clearing: 'no longer seen, not yet over',
  no_data: 'telemetry is missing',
  resolved: 'over',
};
const END: Readonly<Record<NonNullable<Incident['end_reason']>, string>> = {
  resolved: 'over',
  superseded: 'taken over by a wider alert',
  rule_removed: 'its rule was removed',
};

/** Where an alert is in its life, in words. */
export function phaseText({ phase, end_reason }: Incident): string {
  return phase === 'resolved' && end_reason ? END[end_reason] : TEXT[phase];
}
