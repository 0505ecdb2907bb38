import {
  type AlertChannel,
  type ChannelInput,
  channelInput,
} from '@request-desk/shared/alert-channels-api';
import type { Severity } from '@request-desk/shared/alerts-api';
import { formFaults } from '../../../ui/form-faults.ts';

/** A channel while it is written; fields of other kinds are kept and not sent. */
export interface ChannelDraft {
  readonly kind: AlertChannel['kind'];
  readonly name: string;
  readonly enabled: boolean;
  readonly severity: Severity | 'all';
  readonly route: AlertChannel['route'];
  readonly fields: Readonly<Record<string, string>>;
  readonly allowPrivate: boolean;
  readonly secure: boolean;
}

export const NEW_CHANNEL: ChannelDraft = {
  kind: 'email',
  name: '',
  enabled: true,
  severity: 'all',
  route: { severities: [], kinds: [], codes: [] },
  fields: { port: '587' },
  allowPrivate: false,
  secure: false,
};

export function channelDraftOf(channel: AlertChannel): ChannelDraft {
  const { settings, route } = channel;
  const fields = Object.entries(settings).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number'
      ? [[name, String(value)] as const]
      : Array.isArray(value)
        ? [[name, value.join(', ')] as const]
        : [],
  );
  return {
    kind: channel.kind,
    name: channel.name,
    enabled: channel.enabled,
    severity: route.severities.length === 1 ? (route.severities[0] ?? 'all') : 'all',
    route,
    fields: Object.fromEntries(fields),
    allowPrivate: settings.allow_private === true,
    secure: settings.secure === true,
  };
}

/** The channel that the draft means, or what is wrong with it. */
export function channelOf(
  draft: ChannelDraft,
): { channel: ChannelInput } | { faults: readonly string[] } {
  const { kind, fields, allowPrivate: allow_private } = draft;
  const text = (name: string) => {
    const value = fields[name]?.trim() ?? '';
    return value === '' ? {} : { [name]: value };
  };
  const settings = {
    webhook: { ...text('url'), ...text('secret') },
    slack: text('url'),
    pagerduty: { ...text('routing_key'), ...text('url') },
    alertmanager: text('url'),
    email: {
      ...text('host'),
      ...text('user'),
      ...text('password'),
      ...text('from'),
      port: Number(fields.port),
      secure: draft.secure,
      to: (fields.to ?? '').split(/[\s,;]+/).filter((address) => address !== ''),
    },
  }[kind];
  const parsed = channelInput.safeParse({
    name: draft.name,
    enabled: draft.enabled,
    route: { ...draft.route, severities: draft.severity === 'all' ? [] : [draft.severity] },
    settings: { kind, allow_private, ...settings },
  });
  if (parsed.success) return { channel: parsed.data };
  return { faults: formFaults(parsed.error) };
}
