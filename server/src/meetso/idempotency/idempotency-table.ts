import { index, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import { instantColumn } from '../../database/instant-column.ts';

/** Calls that carry an Idempotency-Key: one is under way, or what it was answered. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    orgId: text('org_id').notNull(),
    method: text('method').notNull(),
    route: text('route').notNull(),
    /** SHA-256 of the caller's key, in hex. */
    keyHash: text('key_hash').notNull(),
    /** SHA-256 of what the call asked for, in hex. */
    contentHash: text('content_hash').notNull(),
    /** Of the call that holds the key, or was answered. */
    requestId: text('request_id').notNull(),
    /** Random; only the call that holds it may store the answer. */
    claim: text('claim').notNull(),
    /** By the database's clock: from then on another call may take the key over. */
    claimedUntil: timestamp('claimed_until', { withTimezone: true }).notNull(),
    /** Body of the 2xx; null while the call is under way. */
    response: text('response'),
    createdAt: instantColumn('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.orgId, table.method, table.route, table.keyHash] }),
    index('idempotency_keys_age').on(table.createdAt),
  ],
);
