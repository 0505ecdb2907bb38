import { type IncidentEvent, incidentEvent } from '@request-desk/shared/alerts-api';
import type { DeliveryRow } from '../delivery/outbox.ts';
import type { EventRow, IncidentRow } from './incidents.ts';

/** Notifications of an alert: names of channels by id. */
interface Notifications {
  readonly deliveries: readonly DeliveryRow[];
  readonly names: ReadonlyMap<string, string>;
}

/** All that happened to an alert, oldest first: what was seen, decided, sent and done. */
export function timelineOf(
  row: IncidentRow,
  events: readonly EventRow[],
  { deliveries, names }: Notifications,
): IncidentEvent[] {
  const began = { at: row.since.toISOString(), kind: 'began' as const, by: 'engine', note: '' };
  const stored = events.map(({ at, kind, by, note }) =>
    incidentEvent.parse({ at: at.toISOString(), kind, by, note }),
  );
  const notified = [
    ...Map.groupBy(deliveries.filter(isSent), ({ sentAt }) => secondOf(sentAt)),
  ].map(([at, sent]): IncidentEvent => {
    const channels = sent.map(({ channelId }) => names.get(channelId) ?? 'a deleted channel');
    return { at, kind: 'notified', by: 'engine', note: `to ${channels.toSorted().join(', ')}` };
  });
  return [began, ...stored, ...notified].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** The first message that was delivered; null: none was. */
export function firstNotified({ deliveries }: Pick<Notifications, 'deliveries'>): Date | null {
  const times = deliveries.filter(isSent).map(({ sentAt }) => sentAt.getTime());
  return times.length > 0 ? new Date(Math.min(...times)) : null;
}

type Sent = DeliveryRow & { readonly sentAt: Date };

function isSent(row: DeliveryRow): row is Sent {
  return row.state === 'sent' && row.sentAt !== null;
}

function secondOf(at: Date): string {
  return new Date(Math.floor(at.getTime() / 1000) * 1000).toISOString();
}
