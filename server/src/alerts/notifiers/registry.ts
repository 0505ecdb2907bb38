import type { ChannelSettings } from '@request-desk/shared/alert-channels-api';
import { alertmanager } from './alertmanager.ts';
import { email } from './email.ts';
import type { Message } from './message.ts';
import type { ChannelKind, Notifier, SendLimits } from './notifier.ts';
import { pagerduty } from './pagerduty.ts';
import { slack } from './slack.ts';
import { webhook } from './webhook.ts';

/** Every kind of notifier; a new one is a file beside this and a line here. */
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

/** As long as a channel may take to answer. */
const TIMEOUT_MS = 10_000;

/** What is known of a channel when something is to be sent. */
export interface Target {
  readonly settings: ChannelSettings;
  readonly allowPrivate: boolean;
}

/** Sends a message; see Notifier.send. */
export function notify(
  message: Message,
  { settings, allowPrivate }: Target,
  timeoutMs = TIMEOUT_MS,
): Promise<number | null> {
  return notifierOf(settings.kind).send(message, settings, { allowPrivate, timeoutMs });
}

/** Finds out whether a channel takes messages, and pages nobody by it. Throws DeliveryFault. */
export function probe(
  message: Message,
  { settings, allowPrivate }: Target,
  timeoutMs: number,
): Promise<number | null> {
  const notifier = notifierOf(settings.kind);
  const limits: SendLimits = { allowPrivate, timeoutMs };
  return notifier.probe
    ? notifier.probe(message, settings, limits)
    : notifier.send(message, settings, limits);
}
