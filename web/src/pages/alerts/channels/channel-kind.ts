import type { AlertChannel, ChannelSettings } from '@request-desk/shared/alert-channels-api';
import { Flame, Hash, type LucideIcon, Mail, Siren, Webhook } from 'lucide-react';

type Kind = AlertChannel['kind'];
type NameOf<K extends Kind> = Exclude<keyof Extract<ChannelSettings, { kind: K }>, 'kind'> & string;
/** What a setting of any kind is called. */
export type SettingName = { readonly [K in Kind]: NameOf<K> }[Kind];

/** A setting of a channel, as the form asks for it. */
export interface ChannelField<Name extends string = SettingName> {
  readonly name: Name;
  readonly label: string;
  /** What the text means; text by default. A list has commas between its values. */
  readonly as?: 'number' | 'list' | 'flag';
  readonly placeholder?: string;
  /** Not asked for: it stays as it is stored. */
  readonly kept?: true;
}

interface KindEntry<K extends Kind> {
  readonly name: string;
  readonly icon: LucideIcon;
  readonly fields: readonly ChannelField<NameOf<K>>[];
}

/** How each kind of channel is called and drawn, and what it asks for. */
export const CHANNEL_KIND: { readonly [K in Kind]: KindEntry<K> } = {
  email: {
    name: 'Email',
    icon: Mail,
    fields: [
      { name: 'to', label: 'To', as: 'list', placeholder: 'on-call@example.com, …' },
      { name: 'from', label: 'From', placeholder: 'request-desk@example.com' },
      { name: 'host', label: 'SMTP server', placeholder: 'smtp.example.com' },
      { name: 'port', label: 'Port', as: 'number' },
      { name: 'user', label: 'User' },
      { name: 'password', label: 'Password' },
      { name: 'secure', label: 'Implicit TLS (port 465)', as: 'flag' },
    ],
  },
  slack: {
    name: 'Slack',
    icon: Hash,
    fields: [
      {
        name: 'url',
        label: 'Incoming webhook address',
        placeholder: 'https://hooks.slack.com/services/…',
      },
    ],
  },
  pagerduty: {
    name: 'PagerDuty',
    icon: Siren,
    fields: [
      { name: 'routing_key', label: 'Integration key' },
      { name: 'url', label: 'Address', kept: true },
    ],
  },
  alertmanager: {
    name: 'Alertmanager',
    icon: Flame,
    fields: [{ name: 'url', label: 'Address', placeholder: 'http://alertmanager:9093' }],
  },
  webhook: {
    name: 'Webhook',
    icon: Webhook,
    fields: [
      { name: 'url', label: 'Address', placeholder: 'https://…' },
      {
        name: 'secret',
        label: 'Signing secret',
        placeholder: 'generated if left empty',
      },
    ],
  },
};
export const CHANNEL_KINDS = Object.keys(CHANNEL_KIND) as readonly Kind[];
