import { and, eq, gt, isNull, lt, or, sql } from 'drizzle-orm';
import type { Database, Orm } from '../../database/database.ts';
import { alertEngine } from '../../database/schema.ts';

/** The engine's one row. */
export const ENGINE = 'main';
/** Without renewal for so long, the next process takes over. */
const LEASE_S = 7;
/** It is renewed so often, also in the middle of a slow evaluation. */
export const RENEW_MS = 2_000;

/** At most one process evaluates. Time is the database's, so that no clock can steal the lease. */
export class Lease {
  readonly #orm: Database['orm'];
  readonly #holder: string;
  /** Milliseconds from anywhere that never go back: a clock set back would keep an unrenewed lease. */
  readonly #now: () => number;
  #renewedMs = Number.NEGATIVE_INFINITY;
  #taken = 0;

  constructor({ orm }: Database, holder: string, now: () => number) {
    this.#orm = orm;
    this.#holder = holder;
    this.#now = now;
  }

  /** Grows each time that the lease was not kept: somebody else may have evaluated in between. */
  get taken(): number {
    return this.#taken;
  }

  /** True while this process is the one; takes the lease when it is free. */
  async hold(): Promise<boolean> {
    const age = this.#now() - this.#renewedMs;
    if (age >= 0 && age < RENEW_MS) return true;
    return (await this.keep()) || (await this.#take());
  }

  /** Renews a lease that has not lapsed; false, and without effect, when it has. */
  async keep(): Promise<boolean> {
    const rows = await this.#orm
      .update(alertEngine)
      .set({ leaseUntil: sql`now() + make_interval(secs => ${LEASE_S})` })
      .where(
        and(
          eq(alertEngine.id, ENGINE),
          eq(alertEngine.leaseHolder, this.#holder),
          gt(alertEngine.leaseUntil, sql`now()`),
        ),
      )
      .returning({ id: alertEngine.id });
    return this.#renewed(rows.length > 0);
  }

  async #take(): Promise<boolean> {
    await this.#orm.insert(alertEngine).values({ id: ENGINE }).onConflictDoNothing();
    const rows = await this.#orm
      .update(alertEngine)
      .set({
        leaseHolder: this.#holder,
        leaseUntil: sql`now() + make_interval(secs => ${LEASE_S})`,
      })
      .where(
        and(
          eq(alertEngine.id, ENGINE),
          or(
            isNull(alertEngine.leaseHolder),
            eq(alertEngine.leaseHolder, this.#holder),
            lt(alertEngine.leaseUntil, sql`now()`),
            // Only a clock set back makes a lease that long: a running process renews it within seconds.
            gt(alertEngine.leaseUntil, sql`now() + make_interval(secs => ${LEASE_S})`),
          ),
        ),
      )
      .returning({ id: alertEngine.id });
    if (rows.length > 0) this.#taken++;
    return this.#renewed(rows.length > 0);
  }

  #renewed(held: boolean): boolean {
    this.#renewedMs = held ? this.#now() : Number.NEGATIVE_INFINITY;
    return held;
  }

  /** Lets the next process take over at once. */
  async release(): Promise<void> {
    this.#renewedMs = Number.NEGATIVE_INFINITY;
    await this.#orm
      .update(alertEngine)
      .set({ leaseHolder: null, leaseUntil: null })
      .where(and(eq(alertEngine.id, ENGINE), eq(alertEngine.leaseHolder, this.#holder)));
  }
}

/** True when `holder` evaluates, and nobody else will before the transaction of `orm` has ended. */
export async function isFenced(orm: Orm, holder: string): Promise<boolean> {
  const rows = await orm
    .select({ id: alertEngine.id })
    .from(alertEngine)
    .where(
      and(
        eq(alertEngine.id, ENGINE),
        eq(alertEngine.leaseHolder, holder),
        gt(alertEngine.leaseUntil, sql`now()`),
      ),
    )
    .for('update');
  return rows.length > 0;
}
