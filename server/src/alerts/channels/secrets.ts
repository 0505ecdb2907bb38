import { randomBytes } from 'node:crypto';
import type { ChannelSettings } from '@request-desk/shared/alert-channels-api';
import { badRequest } from '../../console/console-error.ts';
import { notifierOf } from '../notifiers/registry.ts';

/** 192 bits, as the Standard Webhooks specification suggests. */
const SECRET_BYTES = 24;

/** A webhook without a secret gets one; it is shown this once. */
export function withSecret(settings: ChannelSettings): {
  settings: ChannelSettings;
  made: string | null;
} {
  if (settings.kind !== 'webhook' || settings.secret !== undefined) return { settings, made: null };
  const made = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
  return { settings: { ...settings, secret: made }, made };
}

/**
 * Throws ConsoleError (400) where a secret is missing, or was there `before` and must not follow to
 * another destination.
 */
export function requireSecrets(
  settings: ChannelSettings,
  before: ChannelSettings | undefined,
): void {
  const missing = notifierOf(settings.kind).missing?.(settings, before);
  if (missing !== undefined) throw badRequest(`settings.${missing}`);
}
