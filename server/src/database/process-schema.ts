/** The control plane's table of the processes that admit API keys. */
import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** Processes of the API that run or ran not long ago; each renews its own row. */
export const apiProcesses = pgTable('api_processes', {
  instance: text('instance').primaryKey(),
  host: text('host').notNull(),
  /** By the database's clock, to the microsecond: revocations committed before it are known there. */
  readTo: timestamp('read_to', { withTimezone: true }).notNull(),
  /** For so long after `readTo` it may go on admitting keys that it last read as valid. */
  staleSeconds: integer('stale_seconds').notNull(),
});
