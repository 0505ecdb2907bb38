/** The Meetso API's tables in the control plane: customers, their keys, their meetings, who joined them, and its processes. */
import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { instantColumn } from '../../database/instant-column.ts';

export const orgs = pgTable('orgs', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  createdAt: instantColumn('created_at').notNull(),
});

export const apiKeys = pgTable(
  'api_keys',
  {
    id: text('id').primaryKey(),
    orgId: text('org_id')
      .notNull()
      .references(() => orgs.id),
    name: text('name').notNull(),
    /** The first 13 characters; all of the key that is ever shown again. */
    prefix: text('prefix').notNull(),
    /** SHA-256 of the whole key, in hex. */
    secretHash: text('secret_hash').notNull().unique(),
    scopes: jsonb('scopes').$type<string[]>().notNull(),
    createdAt: instantColumn('created_at').notNull(),
    expiresAt: instantColumn('expires_at'),
    revokedAt: instantColumn('revoked_at'),
    revokedBy: text('revoked_by'),
    replacedBy: text('replaced_by'),
    lastUsedAt: instantColumn('last_used_at'),
  },
  (table) => [index('api_keys_org').on(table.orgId, table.createdAt)],
);

export const meetings = pgTable(
  'meetings',
  {
    id: text('id').primaryKey(),
    orgId: text('org_id')
      .notNull()
      .references(() => orgs.id),
    title: text('title').notNull(),
    startsAt: instantColumn('starts_at').notNull(),
    durationMinutes: integer('duration_minutes').notNull(),
    createdAt: instantColumn('created_at').notNull(),
    deletedAt: instantColumn('deleted_at'),
  },
  (table) => [
    // Read backwards for the list, newest first. (Drizzle's `.desc()` would add NULLS LAST here but
    // not to the query, and the planner would then sort instead.)
    index('meetings_page')
      .on(table.orgId, table.createdAt, table.id)
      .where(sql`${table.deletedAt} is null`),
  ],
);

/** Who joined a meeting, as its room records it. */
export const participants = pgTable(
  'participants',
  {
    id: text('id').primaryKey(),
    meetingId: text('meeting_id')
      .notNull()
      .references(() => meetings.id),
    name: text('name').notNull(),
    joinedAt: instantColumn('joined_at').notNull(),
    /** Null while they are still there. */
    leftAt: instantColumn('left_at'),
  },
  (table) => [index('participants_page').on(table.meetingId, table.joinedAt, table.id)],
);

/** Processes of the API that run or ran not long ago; each renews its own row. */
export const apiProcesses = pgTable('api_processes', {
  instance: text('instance').primaryKey(),
  host: text('host').notNull(),
  /** By the database's clock, to the microsecond: revocations committed before it are known there. */
  readTo: timestamp('read_to', { withTimezone: true }).notNull(),
  /** For so long after `readTo` it may go on admitting keys that it last read as valid. */
  staleSeconds: integer('stale_seconds').notNull(),
});
