import type { ChannelSettings } from '@request-desk/shared/alert-channels-api';
import type { Message } from './message.ts';

export type ChannelKind = ChannelSettings['kind'];
export type SettingsOf<K extends ChannelKind> = Extract<ChannelSettings, { kind: K }>;

/** How a message may be sent. */
export interface SendLimits {
  /** The target may be in a private network. */
  readonly allowPrivate: boolean;
  /** For each answer. */
  readonly timeoutMs: number;
}

/** Sends notifications over one kind of channel. */
export interface Notifier<K extends ChannelKind> {
  readonly kind: K;
  /**
   * Which setting has to be given before the channel can be saved, as `name: why`; secrets that were
   * there `before` do not follow to another destination. Null: its schema says all that is needed.
   */
  readonly missing:
    | ((settings: SettingsOf<K>, before: ChannelSettings | undefined) => string | undefined)
    | null;
  /** Where it goes, without secrets. */
  target(settings: SettingsOf<K>): string;
  /**
   * Sends it and resolves with the status once the channel has taken it. Throws DeliveryFault.
   * Sending the same message twice must show as one.
   */
  send(message: Message, settings: SettingsOf<K>, limits: SendLimits): Promise<number | null>;
  /** As `send` of a test message, where that could page somebody. */
  probe?(message: Message, settings: SettingsOf<K>, limits: SendLimits): Promise<number | null>;
}
