import {
  type AlertChannel,
  type ChannelSettings,
  DESTINATION_FIELDS,
  secretSettings,
} from '@request-desk/shared/alert-channels-api';
import type { AlertDelivery } from '@request-desk/shared/alerts-api';
import { notifierOf } from '../notifiers/registry.ts';
import { type Channel, ENVIRONMENT_CHANNEL } from './channels.ts';

/**
 * A channel as staff see it; what is secret is only said to be set. An address may hold a token of
 * its own: `withSettings` is for those who may change the channel.
 */
export function channelAsWire(
  channel: Channel,
  last: AlertDelivery | undefined,
  withSettings: boolean,
): AlertChannel {
  const { settings } = channel;
  const { kind, ...values } = settings;
  const secrets = secretSettings(kind);
  const set = Object.entries(values).filter(([, value]) => value !== undefined);
  return {
    id: channel.id,
    built_in: channel.id === ENVIRONMENT_CHANNEL,
    name: channel.name,
    kind,
    enabled: channel.enabled,
    route: channel.route,
    target: notifierOf(kind).target(settings),
    settings: withSettings
      ? Object.fromEntries(set.filter(([name]) => !secrets.includes(name)))
      : {},
    secrets_set: set.map(([name]) => name).filter((name) => secrets.includes(name)),
    updated_at: channel.updatedAt?.toISOString() ?? null,
    updated_by: channel.updatedBy,
    last_delivery: last ?? null,
  };
}

/**
 * New settings; secrets that are left out stay as they were, as long as they go where they went.
 */
export function mergedSettings(before: ChannelSettings, after: ChannelSettings): ChannelSettings {
  if (changesDestination(before, after)) return after;
  const secrets = secretSettings(after.kind);
  const kept = Object.entries(before).filter(([name]) => secrets.includes(name));
  const given = Object.entries(after).filter(([, value]) => value !== undefined);
  return { ...after, ...Object.fromEntries(kept), ...Object.fromEntries(given) };
}

/** True when secrets of `before` would be shown to somebody else by `after`. */
export function changesDestination(before: ChannelSettings, after: ChannelSettings): boolean {
  if (before.kind !== after.kind) return true;
  const [was, is] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return DESTINATION_FIELDS[after.kind].some((name) => was.get(name) !== is.get(name));
}
