import { HOUR_MS, MINUTE_MS } from '@request-desk/shared/durations';
import type { DueNotice } from '../delivery/addressed.ts';
import type { OpenIncident } from '../incidents/incidents.ts';
import { effectOn, type Suppressions } from '../silences/suppressions.ts';

/** An alert that nobody has taken on notifies again, at growing intervals and not for ever. */
const REMIND_MS = { page: 30 * MINUTE_MS, notify: 4 * HOUR_MS } as const;
const MAX_REMINDERS = 3;

interface Circumstances {
  readonly suppressions: Suppressions;
  /** By the reference clock. */
  readonly now: Date;
  /** Nothing of it is seen at present: it will be over soon, or it comes back. */
  readonly isClearing: boolean;
}

/**
 * What to notify of an alert that fires: that it does, unless somebody was notified; that it has
 * become a page; or, nobody having taken it on, that it still does; else its beginning, to channels
 * that were not there for it. Nothing while it is muted; while it is softened a page goes out as a notice.
 */
export function dueNotice(
  incident: OpenIncident,
  { suppressions, now, isClearing }: Circumstances,
): DueNotice | undefined {
  const { id, severity, notifiedChannels: notified } = incident;
  const effect = effectOn(suppressions, { ...incident.labels, severity }, now);
  if (effect === 'mute') return undefined;
  const softened = effect === 'soften' && severity === 'page';
  const labels = { ...incident.labels, severity: softened ? ('notify' as const) : severity };
  const notice = { id, labels, notified, softened };
  const soft = incident.notified ? undefined : ('fired' as const);
  const change = softened ? soft : changeOf(incident, now, isClearing);
  return change ? { ...notice, change } : { ...notice, change: 'fired', joined: true };
}

function changeOf(
  incident: OpenIncident,
  now: Date,
  isClearing: boolean,
): DueNotice['change'] | undefined {
  const { notified, pageNotified, lastNotifiedAt, severity, acknowledgedAt, reminders } = incident;
  if (!notified || lastNotifiedAt === null) return 'fired';
  if (severity === 'page' && !pageNotified) return 'paged';
  if (isClearing || acknowledgedAt !== null || reminders >= MAX_REMINDERS) return undefined;
  const due = now.getTime() - lastNotifiedAt.getTime() >= REMIND_MS[severity] * 2 ** reminders;
  return due ? 'reminder' : undefined;
}
