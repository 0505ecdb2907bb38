import { timestamp } from 'drizzle-orm/pg-core';

/** A column of milliseconds, so that a time read into JavaScript and compared again is the same time. */
export const instantColumn = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 3 });
