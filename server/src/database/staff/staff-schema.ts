/** The control plane's tables of who works at the console. */
import type { StaffRole } from '@request-desk/shared/staff-api';
import { index, pgTable, text } from 'drizzle-orm/pg-core';
import { instantColumn } from '../instant-column.ts';

/** Browsers that are signed in; a session that ends loses its row. */
export const staffSessions = pgTable(
  'staff_sessions',
  {
    /** SHA-256 of what the cookie holds, in hex. */
    secretHash: text('secret_hash').primaryKey(),
    /** What a session is called where it is listed; lets nobody in. */
    id: text('id').notNull().unique(),
    staffId: text('staff_id').notNull(),
    role: text('role').$type<StaffRole>().notNull(),
    entrance: text('entrance').$type<'link' | 'token' | 'provider'>().notNull(),
    /** Names the credential that the person used; a session of another STAFF_TOKEN does not count. */
    credential: text('credential').notNull(),
    address: text('address').notNull(),
    client: text('client').notNull(),
    createdAt: instantColumn('created_at').notNull(),
    /** Last used, to the minute. */
    seenAt: instantColumn('seen_at').notNull(),
    expiresAt: instantColumn('expires_at').notNull(),
    /** When the person last proved who they are. */
    confirmedAt: instantColumn('confirmed_at').notNull(),
    /** Of sessions by the provider: whom it confirmed, and when last. */
    subject: text('subject'),
    provenAt: instantColumn('proven_at'),
    /** Its refresh token, which only what the cookie holds can unseal. */
    sealedRefresh: text('sealed_refresh'),
    /** Until then somebody is asking the provider: refresh tokens are used once. */
    refreshingUntil: instantColumn('refreshing_until'),
  },
  (table) => [
    index('staff_sessions_of').on(table.staffId, table.createdAt),
    index('staff_sessions_expiry').on(table.expiresAt),
  ],
);

/** Tokens that people made for their programs; a revoked one stays, so that it can be distinguished. */
export const staffTokens = pgTable(
  'staff_tokens',
  {
    id: text('id').primaryKey(),
    /** SHA-256 of the token, in hex. */
    secretHash: text('secret_hash').notNull().unique(),
    staffId: text('staff_id').notNull(),
    /** As of sessions: the credential of the person who made it. */
    credential: text('credential').notNull(),
    name: text('name').notNull(),
    role: text('role').$type<StaffRole>().notNull(),
    createdAt: instantColumn('created_at').notNull(),
    expiresAt: instantColumn('expires_at').notNull(),
    lastUsedAt: instantColumn('last_used_at'),
    revokedAt: instantColumn('revoked_at'),
    revokedBy: text('revoked_by'),
  },
  (table) => [index('staff_tokens_of').on(table.staffId, table.createdAt)],
);

/** What a provider last said of somebody: their tokens go by it. */
export const staffPeople = pgTable('staff_people', {
  staffId: text('staff_id').primaryKey(),
  /** Nothing for somebody without a role. */
  role: text('role').$type<StaffRole>(),
  provenAt: instantColumn('proven_at').notNull(),
});
