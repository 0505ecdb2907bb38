import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type * as schema from './schema.ts';
import type { Signals } from './signals.ts';

/** Drizzle over either engine; both speak the same SQL. */
export type Orm = PgDatabase<PgQueryResultHKT, typeof schema>;

/** The control plane, migrated and ready. */
export interface Database {
  readonly orm: Orm;
  /** The same for customers' requests: a statement that takes longer than half a second fails. */
  readonly prompt: { readonly orm: Orm };
  readonly engine: 'embedded' | 'postgres';
  readonly signals: Signals;
  /** Tells this control plane from any other, in hex. */
  readonly identity: string;
  /** Rejects when the control plane does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** The control plane cannot be used; the message is one line that says what to do. */
export class DatabaseError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'DatabaseError';
  }
}
