/** Wire shapes of the console's JSON API, `/support/v1`, apart from the dossier. */
import { z } from 'zod';
import { completeness } from './completeness-api.ts';
import { requestRow } from './dossier.ts';
import { instant, zonedInstant } from './instant.ts';
import { oneLine } from './one-line.ts';
import { queryInt } from './query-string.ts';

/** One of those in the profile. */
const scope = z.string().min(1).max(64);

/** Of a credential: an API key, or a token of staff. */
export const keyState = z.enum(['active', 'revoked', 'expired']);
export type KeyState = z.infer<typeof keyState>;

export const newOrg = z.strictObject({ name: oneLine(120) });
export const org = z.object({ id: z.string(), name: z.string() });
export type Org = z.infer<typeof org>;
export const orgList = z.object({ items: z.array(org) });

export const newApiKey = z.strictObject({
  name: oneLine(120),
  scopes: z.array(scope).min(1),
  expires_at: zonedInstant.nullish(),
});
/** Answer to minting a key; `secret` is shown this one time only. */
export const mintedKey = z.object({
  id: z.string(),
  prefix: z.string(),
  secret: z.string(),
  scopes: z.array(scope),
  expires_at: instant.nullable(),
});
export type MintedKey = z.infer<typeof mintedKey>;

export const apiKey = z.object({
  id: z.string(),
  org_id: z.string(),
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(scope),
  state: keyState,
  created_at: instant,
  expires_at: instant.nullable(),
  revoked_at: instant.nullable(),
  revoked_by: z.string().nullable(),
  replaced_by: z.string().nullable(),
  last_used_at: instant.nullable(),
});
export type ApiKey = z.infer<typeof apiKey>;

/** `POST /support/v1/keys/:id/revoke`: the key, and the processes that have not confirmed yet. */
export const revokedKey = apiKey.extend({
  unconfirmed: z
    .array(z.object({ instance: z.string(), host: z.string(), last_seen: instant }))
    .describe('API processes that do not reach the control plane and may still admit the key'),
});
export type RevokedKey = z.infer<typeof revokedKey>;
export const apiKeyList = z.object({ items: z.array(apiKey) });

/** `POST /support/v1/keys/:id/rotate`; without a body the old key ends at once. */
export const rotation = z.strictObject({
  keep_old: z.boolean().default(false).describe('The old key stays valid until it is revoked'),
});

export const recentErrorsQuery = z.strictObject({ limit: queryInt(1, 500).default(50) });

/** `GET /support/v1/errors/recent` */
export const recentErrors = z.object({
  items: z.array(requestRow),
  data_current_to: instant.nullable(),
});
export type RecentErrors = z.infer<typeof recentErrors>;

const MAX_BUCKETS = 2000;

/** The last `minutes` in buckets of `step` seconds. */
export const errorRatesQuery = z
  .strictObject({
    minutes: queryInt(1, 400 * 1440).default(60),
    step: queryInt(10, 86_400).default(60),
  })
  .refine(({ step }) => step % 10 === 0, 'step: must be a multiple of 10 seconds')
  .refine(
    ({ minutes, step }) => (minutes * 60) / step <= MAX_BUCKETS,
    `step: too small for this many minutes; at most ${MAX_BUCKETS} buckets`,
  );

/** `GET /support/v1/error-rates`: buckets without requests are present with zeros. */
export const errorRates = z.object({
  from: instant,
  to: instant,
  step_s: z.int(),
  buckets: z.array(
    z.object({
      at: instant,
      requests: z.int(),
      by_code: z.record(z.string(), z.int()),
    }),
  ),
  data_current_to: instant.nullable(),
});
export type ErrorRates = z.infer<typeof errorRates>;

/** State of the spool; all counts since the process started, bytes on disk now. */
export const pipelineState = z.object({
  store: z.enum(['ok', 'unavailable']),
  data_current_to: instant
    .nullable()
    .describe('As in completeness: all that was answered before this can be found'),
  backlog_bytes: z.int(),
  backlog_segments: z.int(),
  oldest_undelivered_at: instant.nullable(),
  quarantined_segments: z.int(),
  dropped_bytes: z.int(),
  append_failures: z.int(),
  refusals: z
    .object({
      segments: z.int().describe('Refused by the receiver: kept, and tried again'),
      dropped_records: z.int().describe('Logs and spans that the receiver refused, and dropped'),
      last: z.string().nullable().describe('What the receiver said of a segment that is kept'),
    })
    .optional()
    .describe('Absent while the receiver takes everything'),
});
export type PipelineState = z.infer<typeof pipelineState>;

/** `GET /support/v1/status` */
export const deskStatus = z.object({
  version: z.string(),
  now: instant,
  staff: z.object({ id: z.string(), role: z.string() }),
  pipeline: pipelineState,
  completeness,
  requests_last_hour: z.int(),
  sentry_configured: z.boolean(),
  public_api_url: z.string(),
});
export type DeskStatus = z.infer<typeof deskStatus>;
