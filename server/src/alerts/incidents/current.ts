import type { Incident } from '@request-desk/shared/alerts-api';
import type { EngineStatus } from '../evaluate/status.ts';
import { silenceFor } from '../silences/matching.ts';
import { type Suppressions, windowFor } from '../silences/suppressions.ts';
import { evidenceOf, incidentAsWire } from './as-wire.ts';
import type { IncidentRow } from './incidents.ts';

/** Incidents as they stand now: clearing or not, silenced or not. */
export function currentIncidents(
  rows: readonly IncidentRow[],
  { clearing }: Pick<EngineStatus, 'clearing'>,
  suppressions: Suppressions,
  now: Date,
): Incident[] {
  return rows.map((row) => {
    const labels = { ...evidenceOf(row).labels, severity: row.severity };
    const fires = row.endedAt === null;
    const silence = fires ? silenceFor(suppressions.silences, labels, now) : undefined;
    const window = fires ? windowFor(suppressions, labels) : undefined;
    return incidentAsWire(row, {
      clearing: clearingOf(clearing, row.key),
      silencedBy: silence?.id ?? null,
      window: window ?? null,
    });
  });
}

function clearingOf(clearing: EngineStatus['clearing'], key: string) {
  const until = clearing.get(key);
  if (until === undefined) return undefined;
  return { until: until === null ? null : new Date(until * 1000) };
}
