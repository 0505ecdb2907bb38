/** The control plane's table of who may send telemetry. */
import { sql } from 'drizzle-orm';
import { integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { instantColumn } from '../instant-column.ts';

/** Credentials of services; a revoked one stays, because rows of its sender do. */
export const ingestTokens = pgTable(
  'ingest_tokens',
  {
    id: text('id').primaryKey(),
    /** SHA-256 of the token, in hex. */
    secretHash: text('secret_hash').notNull().unique(),
    /** What its rows are stamped with. */
    name: text('name').notNull(),
    kind: text('kind').$type<'sender' | 'relay'>().notNull(),
    /** Values of `service.name` that it may send; empty: any. */
    services: jsonb('services').$type<string[]>().notNull(),
    /** Null: as configured. */
    mibPerMinute: integer('mib_per_minute'),
    createdAt: instantColumn('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    lastUsedAt: instantColumn('last_used_at'),
    revokedAt: instantColumn('revoked_at'),
    revokedBy: text('revoked_by'),
  },
  (table) => [
    uniqueIndex('ingest_tokens_name').on(table.name).where(sql`${table.revokedAt} is null`),
  ],
);
