import { useZone, zoneName } from './zone.ts';

/** The zone of the times beside it: `UTC`, or the name of the reader's own. */
export function ZoneLabel() {
  return <>{zoneName(useZone())}</>;
}
