import type { AlertChannel, ChannelSettings } from '@request-desk/shared/alert-channels-api';
import { Flame, Hash, type LucideIcon, Mail, Siren, Webhook } from 'lucide-react';

type Kind = AlertChannel['kind'];
type SettingsOf<K extends Kind> = Required<Extract<ChannelSettings, { kind: K }>>;
/** The installation decides about `allow_private`. */
type NameOf<K extends Kind> = Exclude<keyof SettingsOf<K>, 'kind' | 'allow_private'> & string;
/** What a setting of any kind is called. */
export type SettingName = { readonly [K in Kind]: NameOf<K> }[Kind];

/** How a setting is typed, by what it is on the wire; a list has commas between its values. */
type FormOf<Value> = Value extends string
  ? 'text'
  : Value extends number
    ? 'number'
    : Value extends boolean
      ? 'flag'
      : 'list';

/** A setting of a channel, as the form asks for it. */
interface Field<Form> {
  readonly label: string;
  readonly as: Form;
  readonly placeholder?: string;
  /** Not asked for: it stays as it is stored. */
  readonly kept?: true;
}
export interface ChannelField extends Field<'text' | 'number' | 'list' | 'flag'> {
  readonly name: SettingName;
}

interface KindEntry<K extends Kind> {
  readonly name: string;
  readonly icon: LucideIcon;
  /** In the order of the form. */
  readonly fields: { readonly [N in NameOf<K>]: Field<FormOf<SettingsOf<K>[N]>> };
}

/** How each kind of channel is called and drawn, and how it asks for each of its settings. */
export const CHANNEL_KIND: { readonly [K in Kind]: KindEntry<K> } = {
  email: {
    name: 'Email',
    icon: Mail,
    fields: {
      to: { label: 'To', as: 'list', placeholder: 'on-call@example.com, …' },
      from: { label: 'From', as: 'text', placeholder: 'request-desk@example.com' },
      host: { label: 'SMTP server', as: 'text', placeholder: 'smtp.example.com' },
      port: { label: 'Port', as: 'number' },
      user: { label: 'User', as: 'text' },
      password: { label: 'Password', as: 'text' },
      secure: { label: 'Implicit TLS (port 465)', as: 'flag' },
    },
  },
  slack: {
    name: 'Slack',
    icon: Hash,
    fields: {
      url: {
        label: 'Incoming webhook address',
        as: 'text',
        placeholder: 'https://hooks.slack.com/services/…',
      },
    },
  },
  pagerduty: {
    name: 'PagerDuty',
    icon: Siren,
    fields: {
      routing_key: { label: 'Integration key', as: 'text' },
      url: { label: 'Address', as: 'text', kept: true },
    },
  },
  alertmanager: {
    name: 'Alertmanager',
    icon: Flame,
    fields: { url: { label: 'Address', as: 'text', placeholder: 'http://alertmanager:9093' } },
  },
  webhook: {
    name: 'Webhook',
    icon: Webhook,
    fields: {
      url: { label: 'Address', as: 'text', placeholder: 'https://…' },
      secret: { label: 'Signing secret', as: 'text', placeholder: 'generated if left empty' },
    },
  },
};
export const CHANNEL_KINDS = Object.keys(CHANNEL_KIND) as readonly Kind[];

/** The settings that a kind asks for, in the order of the form. */
export function fieldsOf(kind: Kind): readonly ChannelField[] {
  const fields: Readonly<Record<string, Omit<ChannelField, 'name'>>> = CHANNEL_KIND[kind].fields;
  return Object.entries(fields).map(([name, field]) => ({ name: name as SettingName, ...field }));
}
