import type { IncidentDetail } from '@request-desk/shared/alerts-api';
import { restingAlerts } from '../evaluate/status.ts';
import { evidenceOf } from '../incidents/as-wire.ts';
import type { IncidentRow } from '../incidents/incidents.ts';
import type { AlertParts } from '../parts.ts';
import { silenceFor } from '../silences/matching.ts';
import { suppressionsAt, windowFor } from '../silences/suppressions.ts';
import { leftMs, nextStep } from './chain.ts';
import { Escalations } from './escalations.ts';

/** Where the escalation of a page stands; null when it has none, or somebody has taken it on. */
export async function progressOf(
  incident: IncidentRow,
  { database, channels, now }: Pick<AlertParts, 'database' | 'channels' | 'now'>,
): Promise<NonNullable<IncidentDetail['escalation']> | null> {
  const { id, severity, endedAt, acknowledgedAt } = incident;
  if (severity !== 'page' || endedAt !== null || acknowledgedAt !== null) return null;
  const escalations = new Escalations(database);
  const chain = await escalations.chain();
  const progress = (await escalations.progress()).get(id);
  if (chain.steps.length === 0 || progress === undefined) return null;
  const left = leftMs(chain, progress);
  const next = nextStep(chain, progress.taken)?.channels ?? [];
  const paused = left === undefined ? null : await pausedBy(incident, { database, now });
  const names = (await channels.list()).filter((channel) => next.includes(channel.id));
  return {
    taken: progress.taken,
    next_at: left === undefined || paused ? null : new Date(now() + left).toISOString(),
    paused_by: paused,
    next_channels: names.map(({ name }) => name),
  };
}

async function pausedBy(
  row: IncidentRow,
  { database, now }: Pick<AlertParts, 'database' | 'now'>,
): Promise<'silence' | 'maintenance' | 'rest' | null> {
  const labels = { ...evidenceOf(row).labels, severity: row.severity };
  const at = new Date(now());
  const suppressions = await suppressionsAt(database, at);
  if (silenceFor(suppressions.silences, labels, at)) return 'silence';
  if (windowFor(suppressions, labels)) return 'maintenance';
  return (await restingAlerts(database)).has(row.key) ? 'rest' : null;
}
