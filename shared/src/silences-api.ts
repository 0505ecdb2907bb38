/** Wire shapes of silences and deploy markers; below `/support/v1`. */
import { z } from 'zod';
import { ALERT_LABELS } from './alerts-api.ts';
import { instant, zonedInstant } from './instant.ts';
import { oneLine } from './one-line.ts';

export const matcher = z.strictObject({
  label: z.enum(ALERT_LABELS, `must be one of ${ALERT_LABELS.join(', ')}`),
  op: z.enum(['=', '!=']).default('='),
  value: z.string().max(200),
});
export type Matcher = z.infer<typeof matcher>;

/** `POST /support/v1/silences`; `ends_at` is in the future and at most 30 days away. */
export const newSilence = z.strictObject({
  matchers: z.array(matcher).min(1).max(10),
  reason: z.string().trim().min(1).max(500),
  starts_at: zonedInstant.nullish(),
  ends_at: zonedInstant,
});
export const silence = z.object({
  id: z.string(),
  matchers: z.array(matcher),
  reason: z.string(),
  starts_at: instant,
  ends_at: instant,
  created_at: instant,
  created_by: z.string(),
  ended_by: z.string().nullable(),
  state: z.enum(['pending', 'active', 'ended']),
  covers: z.int().describe('Alerts that fire now and match'),
});
export type Silence = z.infer<typeof silence>;
/** `GET /silences`, `POST /silences/:id/end`. */
export const silenceList = z.object({ items: z.array(silence) });

/** `POST /support/v1/deploys`: softens short blips of a rollout for eight minutes. */
export const newDeploy = z.strictObject({
  release: oneLine(100),
  at: zonedInstant.nullish().describe('Default: now'),
});
export const deploy = z.object({
  id: z.string(),
  at: instant,
  release: z.string(),
  by: z.string().describe('Staff, or telemetry when a changed release was seen'),
});
export const deployList = z.object({ items: z.array(deploy) });
