import type { AlertDelivery } from '@request-desk/shared/alerts-api';
import type { Channel } from '../channels/channels.ts';
import { type DeliveryRow, notices } from './outbox.ts';

/** A message names thousands of alerts at most once; the log shows some of them. */
const SHOWN_ALERTS = 20;

/** Lines of the delivery log. */
export function deliveriesAsWire(
  rows: readonly DeliveryRow[],
  channels: readonly Channel[],
): AlertDelivery[] {
  const names = new Map(channels.map(({ id, name }) => [id, name]));
  return rows.map((row) => {
    const refs = notices.parse(row.notices);
    return {
      id: row.id,
      channel_id: row.channelId,
      channel_name: names.get(row.channelId) ?? 'a deleted channel',
      change: refs[0]?.change ?? 'fired',
      alert_ids: refs.slice(0, SHOWN_ALERTS).map(({ id }) => id),
      state: row.state,
      attempts: row.attempts,
      created_at: row.createdAt.toISOString(),
      next_at: row.state === 'pending' ? row.nextAt.toISOString() : null,
      sent_at: row.sentAt?.toISOString() ?? null,
      last_status: row.lastStatus,
      last_error: row.lastError,
    };
  });
}
