/** The control plane's tables; `npx -w server drizzle-kit generate` turns a change into SQL. */
import type { Scope } from '@request-desk/shared/api-keys';
import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** Milliseconds, so that a time read into JavaScript and compared again is the same time. */
const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

export const orgs = pgTable('orgs', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  createdAt: instant('created_at').notNull(),
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
    scopes: jsonb('scopes').$type<Scope[]>().notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at'),
    revokedAt: instant('revoked_at'),
    revokedBy: text('revoked_by'),
    replacedBy: text('replaced_by'),
    lastUsedAt: instant('last_used_at'),
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
    startsAt: instant('starts_at').notNull(),
    durationMinutes: integer('duration_minutes').notNull(),
    createdAt: instant('created_at').notNull(),
    deletedAt: instant('deleted_at'),
  },
  (table) => [
    // Read backwards for the list, newest first. (Drizzle's `.desc()` would add NULLS LAST here but
    // not to the query, and the planner would then sort instead.)
    index('meetings_page')
      .on(table.orgId, table.createdAt, table.id)
      .where(sql`${table.deletedAt} is null`),
  ],
);

/** Random values that all processes share and that outlive a restart, by name. */
export const serverSecrets = pgTable('server_secrets', {
  name: text('name').primaryKey(),
  /** Hex. */
  value: text('value').notNull(),
  createdAt: instant('created_at').notNull(),
});
