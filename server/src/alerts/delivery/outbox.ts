import { DAY_MS } from '@request-desk/shared/durations';
import { and, asc, desc, eq, gte, lt, ne, notInArray, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database, Orm } from '../../database/database.ts';
import { newTimedId } from '../../database/new-id.ts';
import { alertDeliveries } from '../../database/schema.ts';

const CHANGES = ['fired', 'paged', 'escalated', 'ended', 'reminder', 'test'] as const;

/** Which alert, and what happened to it. */
export const notices = z.array(
  z.object({
    id: z.string(),
    change: z.enum(CHANGES),
    /** A page that goes out as a notice. */
    softened: z.boolean().optional(),
  }),
);
export type NoticeRefs = z.infer<typeof notices>;

export interface NewDelivery {
  readonly channelId: string;
  readonly notices: NoticeRefs;
}

export type DeliveryRow = typeof alertDeliveries.$inferSelect;

const idRows = z.object({ rows: z.array(z.object({ id: z.string() })) });

/** How long the delivery log goes back. */
export const LOG_KEPT_MS = 90 * DAY_MS;
const MAX_PENDING = 500;
const MAX_DELIVERIES_OF_INCIDENT = 100;

/** Notifications to send and sent; the delivery log. */
export class Outbox {
  readonly #orm: Orm;

  constructor({ orm }: Pick<Database, 'orm'>) {
    this.#orm = orm;
  }

  async add(deliveries: readonly NewDelivery[], now: Date): Promise<void> {
    if (deliveries.length === 0) return;
    await this.#orm.insert(alertDeliveries).values(
      deliveries.map((delivery) => ({
        ...delivery,
        id: newTimedId('dlv', now.getTime()),
        state: 'pending' as const,
        createdAt: now,
        nextAt: now,
      })),
    );
  }

  /**
   * What waits to be sent, in the order in which it was written, without that of some channels.
   * No clock decides: one that was set would send all at once, or nothing for hours.
   */
  due(without: readonly string[] = []): Promise<DeliveryRow[]> {
    const { state, channelId, sequence } = alertDeliveries;
    return this.#orm
      .select()
      .from(alertDeliveries)
      .where(and(eq(state, 'pending'), notInArray(channelId, [...without])))
      .orderBy(asc(sequence))
      .limit(MAX_PENDING);
  }

  /** Those of `ids` whose beginning a channel has taken. */
  async notified(channelId: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const result: unknown = await this.#orm.execute(sql`
      select distinct n->>'id' as id
      from alert_deliveries d cross join lateral jsonb_array_elements(d.notices) n
      where d.channel_id = ${channelId} and d.state = 'sent' and n->>'change' <> 'ended'
        and n->>'id' in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`);
    return new Set(idRows.parse(result).rows.map(({ id }) => id));
  }

  async change(id: string, values: Partial<typeof alertDeliveries.$inferInsert>): Promise<void> {
    await this.#orm.update(alertDeliveries).set(values).where(eq(alertDeliveries.id, id));
  }

  /** Says of everything that waits for a channel when it will be tried next. */
  async postpone(channelId: string, nextAt: Date): Promise<void> {
    const waiting = and(
      eq(alertDeliveries.channelId, channelId),
      eq(alertDeliveries.state, 'pending'),
    );
    await this.#orm.update(alertDeliveries).set({ nextAt }).where(waiting);
  }

  /** What waits, and what was given up since. */
  async counts(since: Date): Promise<{ pending: number; failed: number }> {
    const { state, createdAt } = alertDeliveries;
    const recent = and(eq(state, 'failed'), gte(createdAt, since));
    const [pending, failed] = await Promise.all([
      this.#orm.$count(alertDeliveries, eq(state, 'pending')),
      this.#orm.$count(alertDeliveries, recent),
    ]);
    return { pending, failed };
  }

  /** Forgets what was settled before a time. */
  async forget(before: Date): Promise<void> {
    const settled = and(
      ne(alertDeliveries.state, 'pending'),
      lt(alertDeliveries.createdAt, before),
    );
    await this.#orm.delete(alertDeliveries).where(settled);
  }

  log(channelId: string | undefined, limit: number): Promise<DeliveryRow[]> {
    return this.#newest(channelId ? eq(alertDeliveries.channelId, channelId) : undefined, limit);
  }

  /** Deliveries that name an alert. */
  concerning(incidentId: string): Promise<DeliveryRow[]> {
    const ref = JSON.stringify([{ id: incidentId }]);
    return this.#newest(
      sql`${alertDeliveries.notices} @> ${ref}::jsonb`,
      MAX_DELIVERIES_OF_INCIDENT,
    );
  }

  #newest(where: SQL | undefined, limit: number): Promise<DeliveryRow[]> {
    const order = [desc(alertDeliveries.sequence)];
    return this.#orm
      .select()
      .from(alertDeliveries)
      .where(where)
      .orderBy(...order)
      .limit(limit);
  }
}
