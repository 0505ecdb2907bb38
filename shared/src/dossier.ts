/** What a lookup returns: one object for the console, the JSON API, Markdown and the command line. */
import { z } from 'zod';
import { producerStatus } from './completeness-api.ts';
import { coveringIncident } from './covering-incident.ts';
import { instant } from './instant.ts';
import { routeNow } from './route-now.ts';

const attributes = z.record(z.string(), z.string());

/** Where a row comes from; absent in rows of an earlier release. */
const sentBy = {
  sender: z.string().optional().describe('Name of the credential it came with; empty: none'),
  own: z.boolean().optional().describe('True for what the API itself recorded'),
};

/** One span; times are microseconds relative to `trace_start`, so that any precision survives JSON. */
export const dossierSpan = z.object({
  span_id: z.string(),
  parent_span_id: z.string().describe('Empty for a root span'),
  name: z.string(),
  kind: z.string().describe('Server, Client, Internal, Producer, Consumer or Unspecified'),
  service: z.string(),
  ...sentBy,
  offset_us: z.number(),
  duration_us: z.number(),
  status: z.enum(['Unset', 'Ok', 'Error']),
  status_message: z.string(),
  attributes,
  events: z.array(z.object({ name: z.string(), offset_us: z.number(), attributes })),
  links: z.array(z.object({ trace_id: z.string(), span_id: z.string(), attributes })),
});
export type DossierSpan = z.infer<typeof dossierSpan>;

/** One log record of the trace, our request event excluded. */
export const dossierLog = z.object({
  at: instant,
  offset_us: z.number(),
  severity: z.string(),
  service: z.string(),
  ...sentBy,
  span_id: z.string(),
  body: z.string(),
  attributes,
});
export type DossierLog = z.infer<typeof dossierLog>;

/** The wide request event, typed; empty strings and nulls are "not recorded". */
export const dossierRequest = z.object({
  code: z.string().nullable().describe('null: the request succeeded'),
  cause: z.string().nullable(),
  status: z.int(),
  message: z.string().describe('The public message the customer saw'),
  org: z.string(),
  org_name: z.string(),
  key_id: z.string(),
  key_prefix: z.string(),
  method: z.string(),
  route: z.string(),
  path: z.string(),
  started_at: instant,
  duration_ms: z.number(),
  release: z.string(),
  service: z.string(),
  client: z.string(),
  user_agent: z.string(),
  attributes: attributes.describe('The whole event as recorded'),
});
export type DossierRequest = z.infer<typeof dossierRequest>;

/** What a sentence rests on: rows the console can show on click. */
export const evidence = z.object({
  kind: z.enum(['event', 'span', 'log', 'key', 'requests', 'series', 'sentry', 'alert']),
  label: z.string(),
  /** Span id, request id or key id, depending on the kind. */
  ref: z.string().optional(),
  rows: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()]))),
});
export type Evidence = z.infer<typeof evidence>;

export const claim = z.object({
  text: z.string(),
  evidence: z.array(evidence).min(1),
  staff_only: z.boolean().optional(),
});
export type Claim = z.infer<typeof claim>;

export const verdict = z.object({ summary: z.string(), claims: z.array(claim) });
export type Verdict = z.infer<typeof verdict>;

export const remediation = z.object({
  title: z.string(),
  meaning: z.string(),
  steps: z.array(z.string()),
});

export const reply = z.object({ short: z.string(), long: z.string() });
export type Reply = z.infer<typeof reply>;

/** By language tag, such as `en`. */
const replies = z.record(z.string(), reply);

export const sentryLinks = z.object({
  event_id: z.string().nullable(),
  event_url: z.string().nullable(),
  search_url: z.string().nullable(),
});

/** One neighbouring request: of the same key, a retry, or near in time. */
export const requestRow = z.object({
  request_id: z.string(),
  at: instant,
  code: z.string().describe('Empty for a success'),
  cause: z.string(),
  status: z.int(),
  method: z.string(),
  route: z.string(),
  org: z.string(),
  key_prefix: z.string(),
  duration_ms: z.number(),
  call: z
    .enum(['same', 'other_content'])
    .optional()
    .describe('By fingerprint: the same call as the dossier’s, or its target with other content'),
});
export type RequestRow = z.infer<typeof requestRow>;

/** Whether a call was made again, found by fingerprints of what was called. */
export const again = z.object({
  call: z
    .enum(['same', 'corrected', 'other', 'unread'])
    .describe(
      'What came again: the same call; the call corrected; its target with other content; or its target, and whether it was the same is not known, because the body was not read',
    ),
  attempts: z.int().describe('Up to the first that succeeded'),
  succeeded_after_ms: z.number().nullable().describe('null: none did'),
});
export type Again = z.infer<typeof again>;

export const context = z.object({
  retries: z
    .object({
      attempts: z.int(),
      succeeded: z.boolean(),
      succeeded_after_ms: z.number().nullable(),
      rows: z.array(requestRow),
      again: again.optional().describe('Left out where the event has no fingerprints'),
    })
    .nullable()
    .describe('Later calls of the same key and route; null when the key is not known'),
  blast: z
    .object({
      window_minutes: z.int(),
      requests: z.int(),
      errors: z.int().describe('Of the same code on the same route'),
      orgs_hit: z.int(),
      by_org: z.array(z.object({ org: z.string(), errors: z.int() })),
    })
    .nullable(),
  timeline: z.array(requestRow).describe('The key around this request, oldest first'),
  alert: coveringIncident.nullable(),
  route_now: routeNow.optional().describe('For faults of ours, where it is known'),
});
export type RequestContext = z.infer<typeof context>;

/** A query or address to copy or open. */
export const links = z.object({
  permalink: z.string(),
  docs: z.string().nullable(),
  trace_url: z.string().optional().describe('The trace in the tool of TRACE_URL_TEMPLATE'),
  client_traces: z
    .array(z.object({ trace_id: z.string(), url: z.string().optional() }))
    .optional()
    .describe('Traces of the client that its traceparent named'),
  log_query: z.string().describe('grep for JSON logs'),
  sentry_query: z.string(),
  clickhouse_query: z.string(),
});

/** Other ids of the text; with `client_trace`, requests made in that trace of the client's own. */
const asWell = { others: z.array(z.string()).optional(), client_trace: z.string().optional() };

export const dossierFound = z.object({
  found: z.literal(true),
  ...asWell,
  request_id: z.string(),
  trace_id: z.string(),
  asked: z.string().describe('What was asked for, as it was spelled'),
  request: dossierRequest.nullable().describe('null: spans or logs without a request event'),
  trace_start: instant,
  spans: z.array(dossierSpan),
  logs: z.array(dossierLog),
  truncated: z.object({ spans: z.boolean(), logs: z.boolean() }),
  verdict,
  remediation: remediation.nullable(),
  reply: reply.nullable(),
  replies: replies.optional().describe('The same reply in every language that there is'),
  sentry: sentryLinks,
  context,
  links,
  data_current_to: instant.nullable(),
  summary_only: z
    .boolean()
    .optional()
    .describe('One of many: without spans, logs and context; ask for the id alone to get them'),
  reply_withheld: z
    .string()
    .optional()
    .describe('Why there is no reply: the id belongs to another organisation than the ticket'),
});
export type DossierFound = z.infer<typeof dossierFound>;

export const NOT_FOUND_REASONS = [
  'malformed',
  'never_seen',
  'expired',
  'too_fresh',
  'incomplete',
  'sampled_away',
  'store_unavailable',
] as const;
export type NotFoundReason = (typeof NOT_FOUND_REASONS)[number];

export const dossierNotFound = z.object({
  reply: reply.optional().describe('To the person who asked about it'),
  replies: replies.optional(),
  found: z.literal(false),
  ...asWell,
  asked: z.string(),
  request_id: z.string().nullable(),
  trace_id: z.string().nullable(),
  reason: z.enum(NOT_FOUND_REASONS),
  explanation: z.string().describe('Plain English: what this means and what to do'),
  suggestions: z.array(z.string()).describe('Request ids the person may have meant'),
  retry_after_s: z.int().nullable(),
  data_current_to: instant.nullable(),
  asked_at: instant
    .nullish()
    .describe(
      'When this id was first asked for; its absence is judged by what was answered before',
    ),
  awaited: z
    .array(producerStatus)
    .optional()
    .describe('Producers whose answers before that may not be stored yet'),
});
export type DossierNotFound = z.infer<typeof dossierNotFound>;

export const dossier = z.discriminatedUnion('found', [dossierFound, dossierNotFound]);
export type Dossier = z.infer<typeof dossier>;
