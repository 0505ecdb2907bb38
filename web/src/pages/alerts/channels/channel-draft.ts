import {
  type AlertChannel,
  type ChannelInput,
  channelInput,
  DESTINATION_FIELDS,
} from '@request-desk/shared/alert-channels-api';
import type { Severity } from '@request-desk/shared/alerts-api';
import { formFaults } from '../../../ui/form-faults.ts';
import { CHANNEL_KIND, type ChannelField } from './channel-kind.ts';

/** A channel while it is written; fields of other kinds are kept and not sent. */
export interface ChannelDraft {
  readonly kind: AlertChannel['kind'];
  readonly name: string;
  readonly enabled: boolean;
  readonly severity: Severity | 'all' | 'escalation';
  readonly route: AlertChannel['route'];
  readonly fields: Readonly<Record<string, string>>;
}

export const NEW_CHANNEL: ChannelDraft = {
  kind: 'email',
  name: '',
  enabled: true,
  severity: 'all',
  route: { severities: [], kinds: [], codes: [] },
  fields: { port: '587' },
};

export function channelDraftOf(channel: AlertChannel): ChannelDraft {
  const { settings, route } = channel;
  const fields = Object.entries(settings).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number'
      ? [[name, String(value)] as const]
      : Array.isArray(value)
        ? [[name, value.join(', ')] as const]
        : typeof value === 'boolean'
          ? [[name, value ? 'true' : ''] as const]
          : [],
  );
  return {
    kind: channel.kind,
    name: channel.name,
    enabled: channel.enabled,
    severity: route.escalation_only
      ? 'escalation'
      : route.severities.length === 1
        ? (route.severities[0] ?? 'all')
        : 'all',
    route,
    fields: Object.fromEntries(fields),
  };
}

function routeOf({ route, severity }: ChannelDraft): AlertChannel['route'] {
  const { escalation_only: _, ...rest } = route;
  if (severity === 'escalation') return { ...rest, severities: [], escalation_only: true };
  return { ...rest, severities: severity === 'all' ? [] : [severity] };
}

/** True when the draft leads elsewhere than the channel: its secrets do not follow. */
export function leadsElsewhere(channel: AlertChannel, draft: ChannelDraft): boolean {
  const [was, is] = [channelDraftOf(channel), draft];
  return DESTINATION_FIELDS[channel.kind].some(
    (name) => (was.fields[name] ?? '') !== (is.fields[name]?.trim() ?? ''),
  );
}

/** What the text of a field means; undefined where it is left out. */
function settingOf({ as }: ChannelField, text: string): unknown {
  if (as === 'number') return text === '' ? Number.NaN : Number(text);
  if (as === 'list') return text.split(/[\s,;]+/).filter((part) => part !== '');
  if (as === 'flag') return text === 'true';
  return text === '' ? undefined : text;
}

/** The channel that the draft means, or what is wrong with it. */
export function channelOf(
  draft: ChannelDraft,
): { channel: ChannelInput } | { faults: readonly string[] } {
  const { kind, fields } = draft;
  const asked: readonly ChannelField[] = CHANNEL_KIND[kind].fields;
  const settings = Object.fromEntries(
    asked.map((field) => [field.name, settingOf(field, fields[field.name]?.trim() ?? '')]),
  );
  const parsed = channelInput.safeParse({
    name: draft.name,
    enabled: draft.enabled,
    route: routeOf(draft),
    settings: { kind, ...settings },
  });
  if (parsed.success) return { channel: parsed.data };
  return { faults: formFaults(parsed.error) };
}
