import type { AlertLabels } from '@request-desk/shared/alerts-api';
import type { Channel } from '../channels/channels.ts';
import { isRouted } from '../channels/routing.ts';
import type { NewDelivery, NoticeRefs } from './outbox.ts';

/** Something to tell of one alert. */
export interface ToTell {
  readonly id: string;
  readonly change: NoticeRefs[number]['change'];
  readonly labels: AlertLabels;
}

/**
 * Who gets what: one delivery for each channel and kind of change, however many alerts changed at
 * the same moment; pages and what concerns everybody first.
 */
export function addressed(news: readonly ToTell[], channels: readonly Channel[]): NewDelivery[] {
  const byChange = Map.groupBy(news.toSorted(byWeight), ({ change }) => change);
  return channels.flatMap((channel) =>
    [...byChange].flatMap(([change, all]) => {
      const mine = all.filter((one) => concerns(channel, one));
      if (mine.length === 0) return [];
      return [{ channelId: channel.id, notices: mine.map(({ id }) => ({ id, change })) }];
    }),
  );
}

/** Who heard of the beginning also hears of the end, though the alert has become a page since. */
function concerns(channel: Channel, { change, labels }: ToTell): boolean {
  if (isRouted(channel, labels)) return true;
  return change === 'ended' && isRouted(channel, { ...labels, severity: 'notify' });
}

const KINDS: readonly AlertLabels['kind'][] = ['global', 'telemetry', 'route', 'org'];

function byWeight(a: ToTell, b: ToTell): number {
  const page = Number(b.labels.severity === 'page') - Number(a.labels.severity === 'page');
  return page || KINDS.indexOf(a.labels.kind) - KINDS.indexOf(b.labels.kind);
}
