import type { z } from 'zod';

/** Thrown when the store cannot answer at all; an outage is never shown as "not found". */
export class StoreUnavailable extends Error {}

/** The telemetry store, embedded or by URL: the same SQL either way. */
export interface ClickHouse {
  /**
   * Runs one SELECT with bound parameters (`{name: Type}`) and parses each row with `row`.
   * Throws StoreUnavailable when the store is away.
   */
  query<T>(sql: string, params: Readonly<Record<string, unknown>>, row: z.ZodType<T>): Promise<T[]>;
  /** Runs one statement that returns no rows. */
  command(sql: string, params?: Readonly<Record<string, unknown>>): Promise<void>;
  close(): Promise<void>;
}
