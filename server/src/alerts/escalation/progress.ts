import type { IncidentDetail } from '@request-desk/shared/alerts-api';
import type { IncidentRow } from '../incidents/incidents.ts';
import type { AlertParts } from '../parts.ts';
import { leftMs, nextStep } from './chain.ts';
import { Escalations } from './escalations.ts';

/** Where the escalation of a page stands; null when it has none, or somebody has taken it on. */
export async function progressOf(
  { id, severity, endedAt, acknowledgedAt }: IncidentRow,
  { database, channels, now }: Pick<AlertParts, 'database' | 'channels' | 'now'>,
): Promise<NonNullable<IncidentDetail['escalation']> | null> {
  if (severity !== 'page' || endedAt !== null || acknowledgedAt !== null) return null;
  const escalations = new Escalations(database);
  const chain = await escalations.chain();
  const progress = (await escalations.progress()).get(id);
  if (chain.steps.length === 0 || progress === undefined) return null;
  const left = leftMs(chain, progress);
  const next = nextStep(chain, progress.taken)?.channels ?? [];
  const names = (await channels.list()).filter((channel) => next.includes(channel.id));
  return {
    taken: progress.taken,
    next_at: left === undefined ? null : new Date(now() + left).toISOString(),
    next_channels: names.map(({ name }) => name),
  };
}
