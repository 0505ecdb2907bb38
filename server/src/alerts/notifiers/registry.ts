import type { ChannelSettings } from '@request-desk/shared/alert-channels-api';
import { alertmanager } from './alertmanager.ts';
import { email } from './email.ts';
import type { Message } from './message.ts';
import type { ChannelKind, Notifier } from './notifier.ts';
import { pagerduty } from './pagerduty.ts';
import { slack } from './slack.ts';
import { webhook } from './webhook.ts';

/** Every way to tell people; a new one is a file beside this and a line here. */
const NOTIFIERS: { readonly [K in ChannelKind]: Notifier<K> } = {
  webhook,
  slack,
  pagerduty,
  alertmanager,
  email,
};

/** The notifier of a kind, its type no longer tied to one kind of settings. */
export function notifierOf(kind: ChannelKind): Notifier<ChannelKind> {
  return NOTIFIERS[kind] as unknown as Notifier<ChannelKind>;
}

/** Sends a message; see Notifier.send. */
export function notify(message: Message, settings: ChannelSettings): Promise<number | null> {
  return notifierOf(settings.kind).send(message, settings);
}
