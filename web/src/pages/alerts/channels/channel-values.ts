import {
  type AlertChannel,
  channelInput,
  DESTINATION_FIELDS,
} from '@request-desk/shared/alert-channels-api';
import type { Severity } from '@request-desk/shared/alerts-api';
import { z } from 'zod';
import { fieldsOf, type SettingName } from './channel-kind.ts';

/** What is written, of the settings of every kind: they stay while another kind is looked at. */
type SettingValues = { readonly kind: AlertChannel['kind'] } & {
  readonly [Name in SettingName]?: unknown;
};
export type ChannelFormValues = Omit<z.input<typeof channelInput>, 'settings'> & {
  readonly settings: SettingValues;
};

/** What the values of the form mean: of the settings those that their kind has, and that are not left empty. */
export const channelOfValues = z.preprocess(
  ({ settings, ...values }: ChannelFormValues) => ({ ...values, settings: settingsOf(settings) }),
  channelInput,
);

function settingsOf(settings: SettingValues): Readonly<Record<string, unknown>> {
  const { kind } = settings;
  const set = fieldsOf(kind)
    .map(({ name }) => [name, settings[name]] as const)
    .filter(([, value]) => value !== '');
  return { kind, ...Object.fromEntries(set) };
}

const NEW_SETTINGS = { kind: 'email', port: 587 } as const;
const NEW_CHANNEL: ChannelFormValues = { name: '', enabled: true, settings: NEW_SETTINGS };

/** What the form begins with. */
export function valuesOf(channel: AlertChannel | undefined): ChannelFormValues {
  if (!channel) return NEW_CHANNEL;
  const { name, enabled, route, kind, settings } = channel;
  return { name, enabled, route, settings: { ...NEW_SETTINGS, ...settings, kind } };
}

/** True when the settings lead elsewhere than the channel: its secrets do not follow. */
export function changesDestination({ kind, settings }: AlertChannel, now: SettingValues): boolean {
  const is: Readonly<Record<string, unknown>> = now;
  return DESTINATION_FIELDS[kind].some(
    (name) => String(settings[name] || '') !== String(is[name] || ''),
  );
}

type Gets = Severity | 'all' | 'escalation';

/** Which alerts a route lets through, as the form asks for it. */
export function getsOf({ severities = [], escalation_only }: Route = {}): Gets {
  if (escalation_only) return 'escalation';
  return severities.length === 1 ? (severities[0] ?? 'all') : 'all';
}

/** The route that lets these through, and narrows by kinds and codes as before. */
export function routeOf(gets: Gets, { escalation_only: _, ...rest }: Route = {}): Route {
  if (gets === 'escalation') return { ...rest, severities: [], escalation_only: true };
  return { ...rest, severities: gets === 'all' ? [] : [gets] };
}
type Route = NonNullable<ChannelFormValues['route']>;
