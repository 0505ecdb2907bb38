/** The control plane's tables about how far telemetry is complete. */
import { bigint, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instantColumn } from './instant-column.ts';

/** Who answers or ingests: a spool directory, from its first start until it drained or was retired. */
export const producers = pgTable('producers', {
  id: text('id').primaryKey(),
  roles: text('roles').array().notNull(),
  host: text('host').notNull(),
  /** Starts of a process on the directory, from 1. */
  epoch: integer('epoch').notNull(),
  registeredAt: instantColumn('registered_at').notNull(),
  /** The last epoch whose `drained` record is stored. */
  drainedEpoch: integer('drained_epoch'),
  retiredAt: instantColumn('retired_at'),
  retiredBy: text('retired_by'),
  retiredReason: text('retired_reason'),
  /** Up to here all of its sequences were seen in the store `store_id`. */
  verifiedEpoch: integer('verified_epoch').notNull().default(0),
  verifiedFailed: bigint('verified_failed', { mode: 'number' }).notNull().default(0),
  verifiedSucceeded: bigint('verified_succeeded', { mode: 'number' }).notNull().default(0),
  /** Milliseconds since 1970, by the reference clock. */
  verifiedAtMs: bigint('verified_at_ms', { mode: 'number' }).notNull().default(0),
  storeId: text('store_id'),
});

/** What staff decided about a producer; rows are only added. */
export const producerDecisions = pgTable(
  'producer_decisions',
  {
    id: text('id').primaryKey(),
    producerId: text('producer_id')
      .notNull()
      .references(() => producers.id),
    action: text('action').$type<'retire' | 'accept'>().notNull(),
    by: text('by').notNull(),
    reason: text('reason').notNull(),
    at: instantColumn('at').notNull(),
    detail: jsonb('detail').$type<unknown>(),
  },
  (table) => [index('producer_decisions_of').on(table.producerId, table.at)],
);

/** Telemetry stores that were ever in use; another one than before needs a person's word. */
export const stores = pgTable('stores', {
  id: text('id').primaryKey(),
  /** When it was first seen since another one was in use. */
  firstSeenAt: instantColumn('first_seen_at').notNull(),
  acceptedAt: instantColumn('accepted_at'),
  acceptedBy: text('accepted_by'),
  acceptedReason: text('accepted_reason'),
});
