/** Wire shapes of dashboards, code pages and organisation pages. Ranges are widened to whole steps. */
import { z } from 'zod';
import { requestRow } from './dossier.ts';
import { errorCode } from './error-code.ts';
import { instant } from './instant.ts';
import { queryInt, queryRange, queryText } from './query-string.ts';
import { apiKey, org } from './support-api.ts';

const count = z.int();
const range = { from: instant, to: instant };
const current = { data_current_to: instant.nullable() };

/** Narrows a dashboard to one organisation or route. */
const scopeShape = {
  org: queryText.optional(),
  route: queryText.optional(),
  ...queryRange,
};

/** `GET /support/v1/dashboard/series` */
export const seriesQuery = z.strictObject({
  by: z.enum(['code', 'route', 'org']).default('code'),
  limit: queryInt(1, 20).default(8).describe('Series; the rest is summed up in `others`'),
  ...scopeShape,
});
const line = z.object({
  key: z.string().describe('Code (`success` for none), route or organisation; - is "none"'),
  requests: z.array(count),
  errors: z.array(count),
  total: count.describe('Requests of the whole range'),
  total_errors: count,
});
/** Each array has one value per entry of `at`. */
export const series = z.object({
  ...range,
  by: z.enum(['code', 'route', 'org']),
  step_s: count,
  at: z.array(instant).describe('Starts of the steps'),
  all: line,
  series: z.array(line).describe('Most requests first; by code: the errors, then success'),
  others: line.nullable(),
  ...current,
});
export type Series = z.infer<typeof series>;

/** `GET /support/v1/dashboard/top`: who meets a code most. */
export const topQuery = z.strictObject({
  code: errorCode,
  by: z.enum(['org', 'key']).default('org'),
  limit: queryInt(1, 100).default(10),
  ...queryRange,
});
export const top = z.object({
  ...range,
  code: errorCode,
  by: z.enum(['org', 'key']),
  items: z.array(
    z.object({
      org: z.string(),
      key_id: z.string().describe('Empty when counted by organisation'),
      key_prefix: z.string(),
      count: count.describe('Requests with the code'),
      requests: count.describe('All requests of the same caller'),
    }),
  ),
  total: count.describe('Requests with the code, of everyone'),
  ...current,
});
export type Top = z.infer<typeof top>;

/** `GET /support/v1/dashboard/latency` */
export const latencyQuery = z.strictObject({ route: queryText.optional(), ...queryRange });
const quantiles = { p50: z.number(), p90: z.number(), p95: z.number(), p99: z.number() };
/** Milliseconds, exact to 2.5 %: durations are counted in bins that grow by 5 %. */
export const latency = z.object({
  ...range,
  step_s: count,
  at: z.array(instant),
  p50: z.array(z.number().nullable()).describe('null: no requests in this step'),
  p90: z.array(z.number().nullable()),
  p95: z.array(z.number().nullable()),
  p99: z.array(z.number().nullable()),
  routes: z.array(z.object({ route: z.string(), requests: count, ...quantiles })),
  ...current,
});
export type Latency = z.infer<typeof latency>;

/** `GET /support/v1/dashboard/limits`: how close keys are to their limits, those who were refused first. */
export const limitsQuery = z.strictObject({
  org: queryText.optional(),
  limit: queryInt(1, 100).default(20),
  ...queryRange,
});
const limitUse = z.object({
  org: z.string(),
  key_id: z.string(),
  key_prefix: z.string(),
  window: z.string().describe('burst (1 s) or sustained (60 s)'),
  limit: count.describe('Requests that the window allows'),
  peak_used: count.describe('Highest use seen; never above the limit'),
  requests: count,
  near: count.describe('Requests that found 80 % or more of the window used'),
  refused: count.describe('Requests that the limit refused'),
});
export const limits = z.object({ ...range, items: z.array(limitUse), ...current });
export type Limits = z.infer<typeof limits>;

/** `GET /support/v1/dashboard/releases`: newest first; `first_seen` is where a marker stands. */
export const releasesQuery = z.strictObject({ ...queryRange });
export const releases = z.object({
  ...range,
  items: z.array(
    z.object({
      release: z.string(),
      first_seen: instant.describe('In this range'),
      first_ever: instant.optional().describe('As far back as statistics are kept'),
      last_seen: instant,
      requests: count,
      errors: count,
      server_errors: count,
    }),
  ),
  ...current,
});
export type Releases = z.infer<typeof releases>;

const named = z.object({ value: z.string(), count });
const compared = z
  .boolean()
  .optional()
  .describe('Whether enough of the range before is stored to compare with');
const trend = z.object({ step_s: count, at: z.array(instant), counts: z.array(count) });

/** `GET /support/v1/codes` (those of the profile in its order, then what else was seen) and `GET /support/v1/codes/:code` */
export const codesQuery = z.strictObject({ ...queryRange });
export const codes = z.object({
  ...range,
  requests: count,
  compared,
  items: z.array(
    z.object({
      code: errorCode,
      count,
      previous: count.describe('In the range of the same length before'),
      trend,
    }),
  ),
  ...current,
});
export type Codes = z.infer<typeof codes>;

/** `GET /support/v1/codes/:code` */
export const codeDetail = z.object({
  ...range,
  code: errorCode,
  requests: count.describe('All requests of the range'),
  count,
  previous: count,
  compared,
  orgs_hit: count,
  keys_hit: count,
  trend,
  by_cause: z.array(named),
  by_route: z.array(named),
  by_org: z.array(named),
  samples: z.array(requestRow).describe('The newest, newest first'),
  ...current,
});
export type CodeDetail = z.infer<typeof codeDetail>;

/** `GET /support/v1/orgs/:id`: from the control plane alone, so it answers without the store. */
export const orgDetail = z.object({ org, keys: z.array(apiKey) });
export type OrgDetail = z.infer<typeof orgDetail>;

/** `GET /support/v1/orgs/:id/health` */
export const orgHealthQuery = z.strictObject({ ...queryRange });
export const orgHealth = z.object({
  ...range,
  org: z.string(),
  requests: count,
  errors: count,
  last_request_at: instant.nullable(),
  last_success_at: instant.nullable(),
  by_code: z.array(named),
  series: series.describe('By code'),
  keys: z
    .array(
      z.object({
        key_id: z.string(),
        key_prefix: z.string(),
        requests: count,
        errors: count,
        limited: count.describe('Requests that a limit refused'),
        by_code: z.array(named),
      }),
    )
    .describe('Keys that called in this range, most requests first'),
  limits: z.array(limitUse),
  recent_errors: z.array(requestRow),
  ...current,
});
export type OrgHealth = z.infer<typeof orgHealth>;

/** `GET /support/v1/keys/:id` */
export const keyDetail = z.object({ org, key: apiKey });
export type KeyDetail = z.infer<typeof keyDetail>;
