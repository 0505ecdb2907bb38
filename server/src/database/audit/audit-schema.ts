/** The control plane's tables of who did what at the console; triggers keep the first append-only. */
import { bigint, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instantColumn } from '../instant-column.ts';

/** A chain: each entry holds the hash of the one before it. Ids and hashes only, nothing to erase. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    /** The place in the chain: 1, 2, 3, … without a gap. */
    seq: bigint('seq', { mode: 'number' }).primaryKey(),
    /** Made where the entry was written down first: what is merged twice is stored once. */
    id: text('id').notNull().unique(),
    at: instantColumn('at').notNull(),
    callId: text('call_id').notNull(),
    action: text('action').notNull(),
    outcome: text('outcome').$type<'begun' | 'done' | 'failed'>().notNull(),
    /** A keyed hash of the person's name; empty where nobody is known. */
    person: text('person').notNull(),
    /** The session or token that they used. */
    via: text('via').notNull(),
    org: text('org').notNull(),
    /** What it was about, as `kind:id`. */
    subjects: jsonb('subjects').$type<readonly string[]>().notNull(),
    /** How many things it was about; more than are named for a batch. */
    count: integer('count').notNull(),
    /** Of the answer; 0 where there was none yet. */
    status: integer('status').notNull(),
    detailsHash: text('details_hash').notNull(),
    prev: text('prev').notNull(),
    hash: text('hash').notNull(),
  },
  (table) => [
    index('audit_entries_person').on(table.person, table.seq),
    index('audit_entries_org').on(table.org, table.seq),
    index('audit_entries_action').on(table.action, table.seq),
    index('audit_entries_at').on(table.at),
  ],
);

/** What may have to be erased of an entry; the chain holds the hash of it with a random salt. */
export const auditDetails = pgTable('audit_details', {
  seq: bigint('seq', { mode: 'number' })
    .primaryKey()
    .references(() => auditEntries.seq),
  salt: text('salt').notNull(),
  /** The person, as they are called. */
  staff: text('staff').notNull(),
  ticket: text('ticket').notNull(),
  reason: text('reason').notNull(),
  /** Where they called from. */
  address: text('address').notNull(),
});
