/** Wire shapes of alerts: what fires, history, evidence, deliveries; below `/support/v1`. */
import { z } from 'zod';
import { escalationProgress } from './alert-escalation-api.ts';
import { instant, zonedInstant } from './instant.ts';
import { queryInt } from './query-string.ts';

export const severity = z.enum(['notify', 'page']);
export type Severity = z.infer<typeof severity>;

/** What an alert is about: all requests, those of one route or organisation, or that none arrive. */
export const alertKind = z.enum(['global', 'route', 'org', 'telemetry']);
export type AlertKind = z.infer<typeof alertKind>;

/** What an incident is called by; silences and routes match on these. */
export const ALERT_LABELS = ['rule', 'severity', 'code', 'route', 'org', 'kind'] as const;
export const alertLabels = z.object({
  rule: z.string().describe('errors-500, surge-429, no-data or the id of a rule'),
  severity,
  code: z.string().describe('An error code, or empty'),
  route: z.string(),
  org: z.string(),
  kind: alertKind,
});
export type AlertLabels = z.infer<typeof alertLabels>;

/** The window over which losses added up to an alert or a page. */
export const budgetSpent = z.object({
  window_s: z.int(),
  requests: z.int(),
  errors: z.int(),
  burn_rate: z.number().describe('How many times faster than allowed, or usual, requests failed'),
  bursts: z.int().describe('0: a burn without pauses'),
  allowed_ratio: z.number().nullable().describe('By the objective; null: the usual ratio counts'),
});
export type BudgetSpent = z.infer<typeof budgetSpent>;

/** How much failed within a stretch. */
export const failureRate = z.object({
  at: instant.describe('Its beginning'),
  window_s: z.int(),
  requests: z.int(),
  errors: z.int(),
});
export type IncidentRate = z.infer<typeof failureRate>;

/** An alert as the console shows it. */
export const alert = z.object({
  id: z.string(),
  rule: z.string(),
  scope: z.string().describe('global, route:<route> or org:<org id>'),
  severity,
  title: z.string(),
  state: z.enum(['firing', 'resolved']),
  started_at: instant,
  ended_at: instant.nullable(),
  sample_request_ids: z.array(z.string()),
  current: failureRate
    .nullable()
    .optional()
    .describe('The last minute that is counted; null: over, or not known'),
});
export type Alert = z.infer<typeof alert>;
export const alertList = z.object({ items: z.array(alert) });

/** An alert with what the engine and staff know of it; `state` is firing or resolved. */
export const incident = alert.extend({
  /** `clearing`: no longer seen, not yet over. */
  phase: z.enum(['firing', 'clearing', 'no_data', 'resolved']),
  clears_at: instant
    .nullable()
    .describe('No longer seen, and over at this time if nothing more of it is seen'),
  fired_at: instant,
  paged_at: instant.nullable(),
  end_reason: z.enum(['resolved', 'superseded', 'rule_removed']).nullable(),
  labels: alertLabels,
  acknowledged: z.object({ at: instant, by: z.string() }).nullable(),
  owner: z.string().nullable().optional().describe('Who looks after it'),
  status_text: z
    .object({
      text: z.string(),
      at: instant,
      by: z.string(),
      texts: z.record(z.string(), z.string()).optional().describe('By language'),
    })
    .nullable()
    .optional()
    .describe('What support may tell customers'),
  maintenance: z
    .object({
      id: z.string(),
      title: z.string(),
      effect: z.enum(['mute', 'soften']),
      ends_at: instant,
    })
    .nullable()
    .optional()
    .describe('The maintenance window that covers it now'),
  silenced_by: z.string().nullable().describe('Id of the silence that covers it now'),
  summary: z.string().describe('One line: share and counts, and over which window'),
  summary_of: z.enum(['fired', 'paged']).optional().describe('The moment that `summary` is of'),
  budget: budgetSpent.nullable().describe('What added up; null: a spike alone spoke'),
});
export type Incident = z.infer<typeof incident>;

/** `GET /support/v1/alerts/firing` */
export const firingAlerts = z.object({
  items: z.array(incident),
  engine: z.object({
    evaluating: z.boolean().describe('False: no process evaluates at present'),
    evaluator: z.string().nullable().describe('The process that does'),
    evaluated_at: instant.nullable().describe('When an evaluation last succeeded'),
    evaluated_by: z.string().nullable().describe('By which process'),
    judged_to: instant.nullable(),
    telemetry: z.enum(['heartbeats', 'traffic_only', 'none']),
  }),
});
export type FiringAlerts = z.infer<typeof firingAlerts>;

/** `GET /support/v1/alerts/history`, newest first. */
export const historyQuery = z.strictObject({
  severity: severity.optional(),
  rule: z.string().max(64).optional(),
  before: zonedInstant.optional().describe('Fired before this time'),
  limit: queryInt(1, 200).default(50),
});
export const alertHistory = z.object({
  items: z.array(incident),
  next_before: instant.nullable().describe('Value of `before` for the next page'),
});
export type AlertHistory = z.infer<typeof alertHistory>;

export const seriesPoint = z.object({ at: instant, requests: z.int(), errors: z.int() });
export type SeriesPoint = z.infer<typeof seriesPoint>;

/** What was seen at the moment of firing; it never changes afterwards. */
export const evidenceAtFiring = z.object({
  window_s: z.int(),
  requests: z.int(),
  errors: z.int(),
  ratio: z.number(),
  proven_ratio: z.number().describe('Lower end of the Wilson interval'),
  usual_ratio: z.number(),
  orgs: z.array(z.string()).describe('Hit most first, at most five'),
  org_count: z.int(),
  routes: z.array(z.string()),
  releases: z.array(z.string()),
  deployed: z.string().nullable().describe('A release deployed shortly before'),
  series: z.array(seriesPoint).describe('Ten seconds each, up to the moment of firing'),
});
export type EvidenceAtFiring = z.infer<typeof evidenceAtFiring>;

export const incidentEvent = z.object({
  at: instant,
  kind: z.enum([
    'fired',
    'paged',
    'resolved',
    'superseded',
    'rule_removed',
    'acknowledged',
    'unacknowledged',
    'silenced',
    'reminded',
    'escalated',
    'began',
    'notified',
    'note',
    'owner',
    'status_text',
  ]),
  by: z.string().describe('A member of staff, or engine'),
  note: z.string(),
});
export type IncidentEvent = z.infer<typeof incidentEvent>;

export const delivery = z.object({
  id: z.string(),
  channel_id: z.string(),
  channel_name: z.string(),
  change: z.string().describe('fired, paged, escalated, ended, reminder or test'),
  alert_ids: z.array(z.string()),
  state: z.enum(['pending', 'sent', 'failed']),
  attempts: z.int(),
  created_at: instant,
  next_at: instant.nullable().describe('When it is tried again'),
  sent_at: instant.nullable(),
  last_status: z.int().nullable(),
  last_error: z.string().nullable(),
});
export type AlertDelivery = z.infer<typeof delivery>;

/** `GET /support/v1/alert-deliveries?channel=…` newest first. */
export const deliveriesQuery = z.strictObject({
  channel: z.string().max(64).optional(),
  limit: queryInt(1, 200).default(50),
});
export const deliveryList = z.object({ items: z.array(delivery) });

/** `GET /support/v1/alerts/:id` */
export const incidentDetail = incident.extend({
  evidence: evidenceAtFiring,
  lost: z
    .object({ requests: z.int(), errors: z.int() })
    .describe('Requests from its start to now or the end, and those among them that failed'),
  chart: z.object({
    step_s: z.int(),
    points: z.array(seriesPoint).describe('From ten minutes before the start to now or the end'),
  }),
  events: z.array(incidentEvent).describe('Oldest first'),
  timeline: z
    .array(incidentEvent)
    .optional()
    .describe('The events, when it began, and each time somebody was notified; oldest first'),
  notified_at: instant
    .nullable()
    .optional()
    .describe('First message that was taken; null: nobody was notified; absent: the log is gone'),
  peak: failureRate.nullable().optional().describe('The minute with most failures'),
  affected: z
    .object({
      from: instant.describe('Counted from then on; a day back at most'),
      org_count: z.int(),
      key_count: z.int(),
      orgs: z.array(z.object({ id: z.string(), errors: z.int() })).describe('Most first'),
      keys: z.array(
        z.object({ id: z.string(), prefix: z.string(), org: z.string(), errors: z.int() }),
      ),
    })
    .nullable()
    .optional()
    .describe('Who met its failures; null: not known'),
  deliveries: z.array(delivery),
  sentry_url: z.string().nullable(),
  escalation: escalationProgress
    .nullable()
    .optional()
    .describe('Of a page that nobody has acknowledged'),
});
export type IncidentDetail = z.infer<typeof incidentDetail>;
