import { type ChannelSettings, channelSettings } from '@request-desk/shared/alert-channels-api';
import { z } from 'zod';
import type { SecretKeys } from '../../database/secrets/secret-keys.ts';

/** As stored: an address may hold a token of its own, so all of it is sealed. */
const sealedSettings = z.object({ sealed: z.string() });
type SealedSettings = z.infer<typeof sealedSettings>;

interface ReadSettings {
  readonly settings: ChannelSettings;
  /** False for settings of before, and those sealed with a former key. */
  readonly isSealed: boolean;
}

/** A channel's settings for its row; they open for this channel and kind alone. As they are without keys. */
export function sealedOf(
  keys: SecretKeys | undefined,
  id: string,
  settings: ChannelSettings,
): SealedSettings | ChannelSettings {
  if (keys === undefined) return settings;
  return { sealed: keys.seal(JSON.stringify(settings), boundTo(id, settings.kind)) };
}

/** The settings of a stored row; undefined where they were changed, moved, or sealed with another key. */
export function settingsOf(
  keys: SecretKeys | undefined,
  {
    id,
    kind,
    settings,
  }: { readonly id: string; readonly kind: string; readonly settings: unknown },
): ReadSettings | undefined {
  const { data } = sealedSettings.safeParse(settings);
  if (data === undefined) return { settings: channelSettings.parse(settings), isSealed: false };
  const opened = keys?.open(data.sealed, boundTo(id, kind));
  if (opened === undefined) return undefined;
  return { settings: channelSettings.parse(JSON.parse(opened.text)), isSealed: opened.isCurrent };
}

function boundTo(id: string, kind: string): string {
  return `alert channel ${id} ${kind}`;
}
