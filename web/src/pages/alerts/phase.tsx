import type { Incident } from '@request-desk/shared/alerts-api';
import type { ReactNode } from 'react';
import { Instant } from '../../ui/instant.tsx';

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

/** Where an alert is in its life, in words; and when it will be over if it stays as it is, where that is known. */
export function phaseText({ phase, end_reason, clears_at }: Incident): ReactNode {
  if (phase === 'resolved' && end_reason) return END[end_reason];
  if (phase !== 'clearing' || clears_at === null) return TEXT[phase];
  return (
    <>
      no longer seen; over at <Instant iso={clears_at} show="clock" /> if nothing more is seen
    </>
  );
}
