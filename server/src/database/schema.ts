/** The desk's tables in the control plane; `npx -w server drizzle-kit generate` turns a change into SQL. */
import type { Incident, Severity } from '@request-desk/shared/alerts-api';
import { sql } from 'drizzle-orm';
import {
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { instantColumn } from './instant-column.ts';

/** Random values that all processes share and that outlive a restart, by name. */
export const serverSecrets = pgTable('server_secrets', {
  name: text('name').primaryKey(),
  /** Hex. */
  value: text('value').notNull(),
  createdAt: instantColumn('created_at').notNull(),
});

/** One row: what the alert engine remembers, and which process may change it. */
export const alertEngine = pgTable('alert_engine', {
  id: text('id').primaryKey(),
  leaseHolder: text('lease_holder'),
  /** By the database's clock, so that no process's clock can steal the lease. */
  leaseUntil: instantColumn('lease_until'),
  /** Buckets that start before this time, in seconds, have been judged. */
  judgedTo: integer('judged_to'),
  /** True once any process has sent a heartbeat. */
  heartbeats: boolean('heartbeats').notNull().default(false),
  /** By the database's clock: when telemetry was last judged, and by which process. */
  evaluatedAt: instantColumn('evaluated_at'),
  evaluatedBy: text('evaluated_by'),
  /** Firing alerts, ended ones, rules and deploys. */
  state: jsonb('state').$type<unknown>(),
  /** Usual ratios and traffic; changes once a minute. */
  learned: jsonb('learned').$type<unknown>(),
});

/** An alert from its start to its end. */
export const incidents = pgTable(
  'incidents',
  {
    id: text('id').primaryKey(),
    /** What the engine calls it, such as `route-500:/public/v1/meetings`. */
    key: text('key').notNull(),
    ruleId: text('rule_id').notNull(),
    severity: text('severity').$type<Severity>().notNull(),
    title: text('title').notNull(),
    scope: text('scope').notNull(),
    /** Estimated start of the trouble, seen before it was called so. */
    since: instantColumn('since').notNull(),
    firedAt: instantColumn('fired_at').notNull(),
    pagedAt: instantColumn('paged_at'),
    endedAt: instantColumn('ended_at'),
    endReason: text('end_reason').$type<NonNullable<Incident['end_reason']>>(),
    /** What was seen when it fired. */
    evidence: jsonb('evidence').$type<unknown>().notNull(),
    acknowledgedAt: instantColumn('acknowledged_at'),
    acknowledgedBy: text('acknowledged_by'),
    /**
     * Whether anybody was notified of it; a silence delays that. This column and the three below keep their
     * first names: while a release is rolled out, processes of the one before read them, too.
     */
    notified: boolean('told').notNull().default(false),
    /** Whether anybody was paged for it. */
    pageNotified: boolean('page_told').notNull().default(false),
    /** Channels that its beginning was addressed to: only they are notified of its end. */
    notifiedChannels: jsonb('told_channels').$type<string[]>().notNull().default([]),
    lastNotifiedAt: instantColumn('last_told_at'),
    /** Who looks after it, as they are called. */
    owner: text('owner'),
    /** What support may tell customers of it. */
    statusText: text('status_text'),
    /** The same by language; null before there were several. */
    statusTexts: jsonb('status_texts').$type<Record<string, string>>(),
    statusTextAt: instantColumn('status_text_at'),
    statusTextBy: text('status_text_by'),
    reminders: integer('reminders').notNull().default(0),
  },
  (table) => [
    index('incidents_fired').on(table.firedAt),
    uniqueIndex('incidents_open').on(table.key).where(sql`${table.endedAt} is null`),
  ],
);

/** Who did what to an incident, and what became of it. */
export const incidentEvents = pgTable(
  'incident_events',
  {
    id: text('id').primaryKey(),
    incidentId: text('incident_id')
      .notNull()
      .references(() => incidents.id),
    at: instantColumn('at').notNull(),
    kind: text('kind').notNull(),
    /** A member of staff, or `engine`. */
    by: text('by').notNull(),
    note: text('note').notNull().default(''),
  },
  (table) => [index('incident_events_of').on(table.incidentId, table.at)],
);

/** How far the escalation of a page has come that nobody has acknowledged. */
export const incidentEscalations = pgTable('incident_escalations', {
  incidentId: text('incident_id')
    .primaryKey()
    .references(() => incidents.id),
  /** Steps taken, over all rounds. */
  taken: integer('taken').notNull(),
  /** Since the last of them, without the time of a silence. */
  waitedMs: integer('waited_ms').notNull(),
  /** By the database's clock. */
  countedAt: instantColumn('counted_at').notNull(),
});

/** What staff have set once for all alerts, by name. */
export const alertSettings = pgTable('alert_settings', {
  name: text('name').primaryKey(),
  value: jsonb('value').$type<unknown>().notNull(),
  updatedAt: instantColumn('updated_at').notNull(),
  updatedBy: text('updated_by').notNull(),
});

/** Rules made by staff, and the switches of the built-in ones. */
export const alertRules = pgTable('alert_rules', {
  id: text('id').primaryKey(),
  enabled: boolean('enabled').notNull(),
  /** Nothing for a built-in rule. */
  spec: jsonb('spec').$type<unknown>(),
  createdAt: instantColumn('created_at').notNull(),
  updatedAt: instantColumn('updated_at').notNull(),
  updatedBy: text('updated_by').notNull(),
});

/** Notification channels. */
export const alertChannels = pgTable('alert_channels', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  kind: text('kind').notNull(),
  enabled: boolean('enabled').notNull(),
  /** Address and secrets, by kind; secrets are never read back by staff. */
  settings: jsonb('settings').$type<unknown>().notNull(),
  /** Which alerts it gets. */
  route: jsonb('route').$type<unknown>().notNull(),
  createdAt: instantColumn('created_at').notNull(),
  updatedAt: instantColumn('updated_at').notNull(),
  updatedBy: text('updated_by').notNull(),
});

/** Notifications to send and sent: an outbox, written in the transaction that changed the alert. */
export const alertDeliveries = pgTable(
  'alert_deliveries',
  {
    id: text('id').primaryKey(),
    /** The order in which they were written, whatever the clocks said. */
    sequence: bigserial('sequence', { mode: 'number' }).notNull(),
    channelId: text('channel_id').notNull(),
    /** Incident ids and what happened to each. */
    notices: jsonb('notices').$type<unknown>().notNull(),
    state: text('state').$type<'pending' | 'sent' | 'failed'>().notNull(),
    attempts: integer('attempts').notNull().default(0),
    createdAt: instantColumn('created_at').notNull(),
    nextAt: instantColumn('next_at').notNull(),
    sentAt: instantColumn('sent_at'),
    lastStatus: integer('last_status'),
    lastError: text('last_error'),
  },
  (table) => [
    index('alert_deliveries_due').on(table.sequence).where(sql`${table.state} = 'pending'`),
    index('alert_deliveries_log').on(table.createdAt),
  ],
);

export const silences = pgTable('silences', {
  id: text('id').primaryKey(),
  /** Labels and the values they must have. */
  matchers: jsonb('matchers').$type<unknown>().notNull(),
  reason: text('reason').notNull(),
  startsAt: instantColumn('starts_at').notNull(),
  endsAt: instantColumn('ends_at').notNull(),
  createdAt: instantColumn('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  endedBy: text('ended_by'),
});

/** Times planned ahead in which alerts notify nobody, or page nobody. */
export const maintenanceWindows = pgTable('maintenance_windows', {
  id: text('id').primaryKey(),
  /** Matchers, effect, local start, zone, length, recurrence. */
  plan: jsonb('plan').$type<unknown>().notNull(),
  createdAt: instantColumn('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  /** Nothing of it counts from then on. */
  endedAt: instantColumn('ended_at'),
  endedBy: text('ended_by'),
});

/** Deployments, announced or seen as a changed release. */
export const deploys = pgTable('deploys', {
  id: text('id').primaryKey(),
  at: instantColumn('at').notNull(),
  release: text('release').notNull(),
  /** Who announced it; `telemetry` when it was seen. */
  by: text('by').notNull(),
});
