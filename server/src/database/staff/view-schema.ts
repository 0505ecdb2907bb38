import { boolean, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { instantColumn } from '../instant-column.ts';

/** What people saved of the explorer and the dashboards, to open it again. */
export const savedViews = pgTable(
  'saved_views',
  {
    id: text('id').primaryKey(),
    staffId: text('staff_id').notNull(),
    place: text('place').$type<'explore' | 'dashboards'>().notNull(),
    name: text('name').notNull(),
    /** What stands behind `?`, without whole keys. */
    search: text('search').notNull(),
    shared: boolean('shared').notNull(),
    savedAt: instantColumn('saved_at').notNull(),
  },
  (table) => [uniqueIndex('saved_views_name').on(table.place, table.staffId, table.name)],
);
