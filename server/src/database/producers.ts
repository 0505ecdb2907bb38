import { and, asc, desc, eq, getTableColumns, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { newTimedId } from './new-id.ts';
import { producerDecisions, producers, stores } from './producer-schema.ts';

/** A registered producer; see the table for what each field means. */
export type ProducerRow = typeof producers.$inferSelect;
/** A decision of staff about a producer. */
export type ProducerDecision = typeof producerDecisions.$inferSelect;
/** A telemetry store; `acceptedAt` is null when it replaced another and nobody has said yes. */
export type StoreRow = typeof stores.$inferSelect;

/** How far a producer's sequences were seen without a gap, and in which store. */
export interface Verified {
  readonly id: string;
  readonly epoch: number;
  readonly failed: number;
  readonly succeeded: number;
  /** Milliseconds since 1970, by the reference clock. */
  readonly atMs: number;
  readonly storeId: string;
}

/** The database's own clock: no process's clock decides what is earlier. */
const NOW = sql`clock_timestamp()`;
const NOW_MS = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::float8`;

/** The registry of producers, and of the stores they deliver to. */
export class Producers {
  readonly #orm: Database['orm'];

  constructor({ orm }: Database) {
    this.#orm = orm;
  }

  /** The database's clock, in milliseconds since 1970 with fractions. */
  async now(): Promise<number> {
    const [row] = await this.#orm.select({ nowMs: NOW_MS }).from(sql`(values (1)) as one`).limit(1);
    if (row === undefined) throw new Error('the control plane does not tell the time');
    return row.nowMs;
  }

  /**
   * Registers a start. False, and nothing changed, when `id` was registered with this epoch or a
   * later one already: then somebody else runs on a copy of the same spool directory. A retired
   * producer that starts again counts again.
   */
  async register(
    id: string,
    roles: readonly string[],
    host: string,
    epoch: number,
  ): Promise<boolean> {
    const start = { roles: [...roles], host, epoch, registeredAt: NOW };
    const back = { retiredAt: null, retiredBy: null, retiredReason: null };
    const rows = await this.#orm
      .insert(producers)
      .values({ id, ...start })
      .onConflictDoUpdate({
        target: producers.id,
        set: { ...start, ...back },
        setWhere: lt(producers.epoch, epoch),
      })
      .returning({ id: producers.id });
    return rows.length > 0;
  }

  /** One of them, or undefined. */
  async find(id: string): Promise<ProducerRow | undefined> {
    const [row] = await this.#orm.select().from(producers).where(eq(producers.id, id));
    return row;
  }

  /** All of them, drained and retired ones too, by id; and the database's clock in the same read. */
  async all(): Promise<{ nowMs: number; producers: ProducerRow[] }> {
    const columns = { nowMs: NOW_MS, ...getTableColumns(producers) };
    const rows = await this.#orm.select(columns).from(producers).orderBy(asc(producers.id));
    const nowMs = rows[0]?.nowMs ?? (await this.now());
    return { nowMs, producers: rows.map(({ nowMs: _, ...row }) => row) };
  }

  /** Saves verified prefixes. They only grow, unless another store is named than before. */
  async saveVerified(prefixes: readonly Verified[]): Promise<void> {
    for (const { id, epoch, failed, succeeded, atMs, storeId } of prefixes) {
      const { verifiedEpoch, verifiedAtMs } = producers;
      const grown = sql`(${verifiedEpoch}, ${verifiedAtMs}) < (${epoch}::integer, ${atMs}::bigint)`;
      const other = sql`${producers.storeId} is distinct from ${storeId}`;
      await this.#orm
        .update(producers)
        .set({
          verifiedEpoch: epoch,
          verifiedFailed: failed,
          verifiedSucceeded: succeeded,
          verifiedAtMs: atMs,
          storeId,
        })
        .where(and(eq(producers.id, id), or(grown, other)));
    }
  }

  /** Notes that the `drained` record of `epoch` is stored; nothing when a later epoch has begun. */
  async markDrained(id: string, epoch: number): Promise<void> {
    await this.#orm
      .update(producers)
      .set({ drainedEpoch: epoch })
      .where(and(eq(producers.id, id), eq(producers.epoch, epoch)));
  }

  /** Takes a producer out of the minimum for good. False when there is none, or it is out already. */
  retire(id: string, by: string, reason: string): Promise<boolean> {
    return this.#orm.transaction(async (orm) => {
      const rows = await orm
        .update(producers)
        .set({ retiredAt: NOW, retiredBy: by, retiredReason: reason })
        .where(and(eq(producers.id, id), isNull(producers.retiredAt)))
        .returning({ id: producers.id });
      if (rows.length === 0) return false;
      await orm
        .insert(producerDecisions)
        .values(decision({ producerId: id, action: 'retire', by, reason, detail: null }));
      return true;
    });
  }

  /** Waits again for a producer that was retired: it was heard from since. */
  async recall(id: string): Promise<void> {
    await this.#orm
      .update(producers)
      .set({ retiredAt: null, retiredBy: null, retiredReason: null })
      .where(eq(producers.id, id));
  }

  /** Writes down that staff accept a gap of `id`, which `detail` names. False when there is none. */
  async accept(id: string, by: string, reason: string, detail: unknown): Promise<boolean> {
    if ((await this.find(id)) === undefined) return false;
    await this.#orm
      .insert(producerDecisions)
      .values(decision({ producerId: id, action: 'accept', by, reason, detail }));
    return true;
  }

  /** All decisions, newest first. */
  decisions(): Promise<ProducerDecision[]> {
    return this.#orm
      .select()
      .from(producerDecisions)
      .orderBy(desc(producerDecisions.at), desc(producerDecisions.id));
  }

  /** All stores; the last one is in use. */
  stores(): Promise<StoreRow[]> {
    return this.#orm.select().from(stores).orderBy(asc(stores.firstSeenAt), asc(stores.id));
  }

  /**
   * Notes that a store is in use. The very first one replaces nothing and counts as accepted; any
   * other has to be accepted, also one that comes back: it lacks what others held meanwhile.
   */
  async seeStore(id: string): Promise<void> {
    const first = (value: SQL) =>
      sql`case when not exists (select from ${stores}) then ${value} end`;
    await this.#orm
      .insert(stores)
      .values({
        id,
        firstSeenAt: NOW,
        acceptedAt: first(NOW),
        acceptedBy: first(sql`'request-desk'`),
        acceptedReason: first(sql`'the first store'`),
      })
      .onConflictDoUpdate({
        target: stores.id,
        set: { firstSeenAt: NOW, acceptedAt: null, acceptedBy: null, acceptedReason: null },
        setWhere: sql`exists (select from ${stores} later where later.first_seen_at > ${stores.firstSeenAt})`,
      });
  }

  /** Accepts a store that replaced another. False when it is unknown or accepted already. */
  async acceptStore(id: string, by: string, reason: string): Promise<boolean> {
    const rows = await this.#orm
      .update(stores)
      .set({ acceptedAt: NOW, acceptedBy: by, acceptedReason: reason })
      .where(and(eq(stores.id, id), isNull(stores.acceptedAt)))
      .returning({ id: stores.id });
    return rows.length > 0;
  }
}

function decision(made: {
  readonly producerId: string;
  readonly action: ProducerDecision['action'];
  readonly by: string;
  readonly reason: string;
  readonly detail: unknown;
}) {
  return { ...made, id: newTimedId('dec', Date.now()), at: NOW };
}
