import type { AlertKind, AlertLabels, Severity } from '@request-desk/shared/alerts-api';
import type { Channel } from '../channels/channels.ts';
import { isRouted } from '../channels/routing.ts';
import type { NewDelivery, NoticeRefs } from './outbox.ts';

/** A notification of one alert. */
export interface DueNotice {
  readonly id: string;
  readonly change: NoticeRefs[number]['change'];
  readonly labels: AlertLabels;
  /** Channels that its beginning was addressed to. */
  readonly notified: readonly string[];
  /** True: only for channels that were not there when it began. */
  readonly joined?: boolean;
  /** True: a page that goes out as a notice. */
  readonly softened?: boolean;
}

/**
 * Who gets what: one delivery for each channel and kind of change, however many alerts changed at
 * the same moment; pages and what concerns everybody first.
 */
export function addressed(due: readonly DueNotice[], channels: readonly Channel[]): NewDelivery[] {
  const byChange = Map.groupBy(due.toSorted(byWeight), ({ change }) => change);
  return channels.flatMap((channel) =>
    [...byChange].flatMap(([change, all]) => {
      const mine = all.filter((one) => concerns(channel, one));
      if (mine.length === 0) return [];
      const notices = mine.map(({ id, softened }) =>
        softened ? { id, change, softened } : { id, change },
      );
      return [{ channelId: channel.id, notices }];
    }),
  );
}

/** The end is for channels that were notified of the beginning, whatever the alert or their routes are by now. */
function concerns(channel: Channel, { change, labels, notified, joined }: DueNotice): boolean {
  const wasNotified = notified.includes(channel.id);
  if (change === 'ended') return channel.enabled && wasNotified;
  return isRouted(channel, labels) && !(joined && wasNotified);
}

/** What comes first in a message: the lower, the sooner. */
const PLACE_OF_SEVERITY: Readonly<Record<Severity, number>> = { page: 0, notify: 1 };
const PLACE_OF_KIND: Readonly<Record<AlertKind, number>> = {
  global: 0,
  telemetry: 1,
  route: 2,
  org: 3,
};

function byWeight({ labels: a }: DueNotice, { labels: b }: DueNotice): number {
  return (
    PLACE_OF_SEVERITY[a.severity] - PLACE_OF_SEVERITY[b.severity] ||
    PLACE_OF_KIND[a.kind] - PLACE_OF_KIND[b.kind]
  );
}
