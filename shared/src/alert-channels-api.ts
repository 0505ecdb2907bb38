/** Wire shapes of notification channels; below `/support/v1`. */
import { z } from 'zod';
import { codeList } from './alert-rules-api.ts';
import { alertKind, delivery, severity } from './alerts-api.ts';
import { instant } from './instant.ts';
import { oneLine } from './one-line.ts';

const name = oneLine(120);

/** Which alerts a channel gets; an empty list means all. */
export const channelRoute = z.strictObject({
  severities: z.array(severity).max(severity.options.length).default([]),
  kinds: z.array(alertKind).max(alertKind.options.length).default([]),
  codes: codeList.default([]),
  escalation_only: z.boolean().optional().describe('Only what the escalation chain sends to it'),
});

const address = z
  .url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })
  .max(2000);
const secret = z.string().min(1).max(500);
const target = {
  allow_private: z
    .boolean()
    .optional()
    .describe('Without effect: ALLOW_PRIVATE_TARGETS of the installation decides'),
};

/** The secret settings of each kind, defined here only: written and never read back. */
const SECRETS = {
  webhook: {
    secret: secret
      .regex(/^whsec_[A-Za-z0-9+/]+={0,2}$/, 'must be whsec_ and base64')
      .optional()
      .describe('Made when left out'),
  },
  slack: { url: address.optional() },
  pagerduty: { routing_key: secret.optional() },
  alertmanager: {},
  email: { password: secret.optional() },
};

/** Settings by kind; leaving a secret out keeps it. */
export const channelSettings = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('webhook'),
    url: address,
    ...SECRETS.webhook,
    ...target,
  }),
  z.strictObject({ kind: z.literal('slack'), ...SECRETS.slack, ...target }),
  z.strictObject({
    kind: z.literal('pagerduty'),
    ...SECRETS.pagerduty,
    url: address.default('https://events.pagerduty.com/v2/enqueue'),
    ...target,
  }),
  z.strictObject({
    kind: z.literal('alertmanager'),
    url: address,
    ...SECRETS.alertmanager,
    ...target,
  }),
  z.strictObject({
    kind: z.literal('email'),
    host: z.string().min(1).max(253),
    port: z.int().min(1).max(65535).default(587),
    secure: z.boolean().default(false).describe('TLS from the first byte'),
    user: z.string().max(200).optional(),
    ...SECRETS.email,
    from: z.email(),
    to: z.array(z.email()).min(1).max(20),
    ...target,
  }),
]);
export type ChannelSettings = z.infer<typeof channelSettings>;

const SECRETS_OF_KIND: Readonly<Record<ChannelSettings['kind'], object>> = SECRETS;

/** The names of a kind's secret settings. */
export function secretSettings(kind: ChannelSettings['kind']): readonly string[] {
  return Object.keys(SECRETS_OF_KIND[kind]);
}

/** What a kind's secrets are sent to: when one of these changes, they have to be given again. */
export const DESTINATION_FIELDS: Readonly<Record<ChannelSettings['kind'], readonly string[]>> = {
  webhook: ['url'],
  // The address is the secret.
  slack: [],
  pagerduty: ['url'],
  alertmanager: ['url'],
  email: ['host', 'port', 'secure', 'user'],
};

export const channelInput = z.strictObject({
  name,
  enabled: z.boolean().default(true),
  route: channelRoute.prefault({}),
  settings: channelSettings,
  untested: z
    .boolean()
    .default(false)
    .describe('Saved though its target does not take a test message'),
});
export type ChannelInput = z.infer<typeof channelInput>;

export const alertChannel = z.object({
  id: z.string(),
  built_in: z.boolean().describe('Set by ALERT_WEBHOOK_URL'),
  name: z.string(),
  kind: z.enum(channelSettings.options.map(({ shape }) => shape.kind.value)),
  enabled: z.boolean(),
  route: channelRoute,
  /** Where it goes, without secrets. */
  target: z.string(),
  settings: z.record(z.string(), z.unknown()).describe('Without secrets'),
  secrets_set: z.array(z.string()),
  updated_at: instant.nullable(),
  updated_by: z.string().nullable(),
  last_delivery: delivery.nullable(),
});
export type AlertChannel = z.infer<typeof alertChannel>;

/** `GET|POST /alert-channels`, `PUT|DELETE /alert-channels/:id`. */
export const alertChannelList = z.object({ items: z.array(alertChannel) });
/** `POST /alert-channels/:id/test` sends one message now and says what came back. */
export const testResult = z.object({
  ok: z.boolean(),
  status: z.int().nullable(),
  error: z.string().nullable(),
  duration_ms: z.int(),
});
export type TestResult = z.infer<typeof testResult>;
/** A webhook's signing secret is shown once, when it is made. */
export const savedChannel = alertChannel.extend({
  secret: z.string().nullable(),
  test: testResult
    .nullable()
    .optional()
    .describe('null: nothing that would have to be tried changed'),
});
