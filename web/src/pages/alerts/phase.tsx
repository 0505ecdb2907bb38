import type { Incident } from '@request-desk/shared/alerts-api';
import type { ReactNode } from 'react';
import { Instant } from '../../ui/instant.tsx';

const TEXT: Readonly<Record<Incident['phase'], string>> = {
  firing: 'firing',
  clearing: 'recovering',
  no_data: 'no data',
  resolved: 'resolved',
};
const END: Readonly<Record<NonNullable<Incident['end_reason']>, string>> = {
  resolved: 'resolved',
  superseded: 'merged into a wider alert',
  rule_removed: 'its rule was removed',
};

/** The phase of an alert, in words; and when it will be over if it stays as it is, where that is known. */
export function phaseText({ phase, end_reason, clears_at }: Incident): ReactNode {
  if (phase === 'resolved' && end_reason) return END[end_reason];
  if (phase !== 'clearing' || clears_at === null) return TEXT[phase];
  return (
    <>
      recovering; resolved at <Instant iso={clears_at} show="clock" /> if nothing more fails
    </>
  );
}
