import type { ToTell } from '../delivery/addressed.ts';
import type { OpenIncident } from '../incidents/incidents.ts';
import { silenceFor, type TimedSilence } from '../silences/matching.ts';

/** An alert that nobody has taken on is told again, less and less urgently and not for ever. */
const REMIND_MS = { page: 30 * 60_000, notify: 4 * 3_600_000 } as const;
const MAX_REMINDERS = 3;

/**
 * What is to be told of an alert that fires: that it does, unless somebody was told; that it has
 * become a page; or, nobody having taken it on, that it still does. Nothing while it is silenced.
 */
export function newsOf(
  incident: OpenIncident,
  silences: readonly TimedSilence[],
  now: Date,
): ToTell | undefined {
  const { id, severity } = incident;
  const labels = { ...incident.labels, severity };
  const change = changeOf(incident, now);
  if (change === undefined || silenceFor(silences, labels, now)) return undefined;
  return { id, change, labels };
}

function changeOf(incident: OpenIncident, now: Date): ToTell['change'] | undefined {
  const { told, lastToldAt, severity, pagedAt, acknowledgedAt, reminders } = incident;
  if (!told || lastToldAt === null) return 'fired';
  if (pagedAt !== null && lastToldAt < pagedAt) return 'paged';
  if (acknowledgedAt !== null || reminders >= MAX_REMINDERS) return undefined;
  const due = now.getTime() - lastToldAt.getTime() >= REMIND_MS[severity] * 2 ** reminders;
  return due ? 'reminder' : undefined;
}
