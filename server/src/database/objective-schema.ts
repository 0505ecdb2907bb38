/** The control plane's table of objectives. */
import { sql } from 'drizzle-orm';
import { jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { instantColumn } from './instant-column.ts';

/** What share of the requests staff want answered without a 5xx; one for each route at most. */
export const alertObjectives = pgTable(
  'alert_objectives',
  {
    id: text('id').primaryKey(),
    /** Nothing: all requests. */
    route: text('route'),
    spec: jsonb('spec').$type<unknown>().notNull(),
    createdAt: instantColumn('created_at').notNull(),
    updatedAt: instantColumn('updated_at').notNull(),
    updatedBy: text('updated_by').notNull(),
  },
  (table) => [uniqueIndex('alert_objectives_route').on(sql`coalesce(${table.route}, '')`)],
);
