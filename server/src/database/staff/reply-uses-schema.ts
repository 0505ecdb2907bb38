import { date, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

/** How often drafted replies were copied and judged, by UTC day; of nobody and of no request. */
export const replyUses = pgTable(
  'reply_uses',
  {
    day: date('day', { mode: 'string' }).notNull(),
    /** Empty for a success or where no request was found. */
    code: text('code').notNull(),
    cause: text('cause').notNull(),
    locale: text('locale').notNull(),
    place: text('place').$type<'console' | 'sidebar'>().notNull(),
    did: text('did').$type<'copied' | 'useful' | 'not_useful'>().notNull(),
    count: integer('count').notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.day, table.code, table.cause, table.locale, table.place, table.did],
    }),
  ],
);
