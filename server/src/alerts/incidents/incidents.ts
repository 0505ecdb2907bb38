import {
  type AlertLabels,
  alertLabels,
  type BudgetSpent,
  type Severity,
} from '@request-desk/shared/alerts-api';
import { and, desc, eq, gt, gte, inArray, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import type { Database, Orm } from '../../database/database.ts';
import { newTimedId } from '../../database/new-id.ts';
import { incidentEscalations, incidentEvents, incidents } from '../../database/schema.ts';

export type IncidentRow = typeof incidents.$inferSelect;
export type NewIncident = typeof incidents.$inferInsert;
export type EventRow = typeof incidentEvents.$inferSelect;

export interface NewEvent {
  readonly incidentId: string;
  readonly at: Date;
  readonly kind: string;
  readonly by: string;
  readonly note?: string;
}

/** Of a stretch of time; requests of a paste lie within a few days. */
const MOST_WITHIN = 5_000;
/** Statements have a limit of parameters. */
const CHUNK = 500;

const LEAN = {
  id: incidents.id,
  key: incidents.key,
  severity: incidents.severity,
  notified: incidents.notified,
  pageNotified: incidents.pageNotified,
  notifiedChannels: incidents.notifiedChannels,
  lastNotifiedAt: incidents.lastNotifiedAt,
  reminders: incidents.reminders,
  acknowledgedAt: incidents.acknowledgedAt,
  labels: sql<unknown>`${incidents.evidence}->'labels'`,
};
export type OpenIncident = Pick<IncidentRow, Exclude<keyof typeof LEAN, 'labels'>> & {
  readonly labels: AlertLabels;
};

export type NamedIncident = OpenIncident & Pick<IncidentRow, 'title' | 'firedAt' | 'endedAt'>;

function withBudget(budget: BudgetSpent): SQL {
  return sql`jsonb_set(${incidents.evidence}, '{budget}', ${JSON.stringify(budget)}::jsonb)`;
}

/** Alerts from their start to their end, and who did what to them. */
export class Incidents {
  readonly #orm: Orm;

  constructor({ orm }: Pick<Database, 'orm'>) {
    this.#orm = orm;
  }

  /** What fires, without its evidence: there may be thousands. */
  async open(): Promise<OpenIncident[]> {
    const rows = await this.#orm.select(LEAN).from(incidents).where(isNull(incidents.endedAt));
    return rows.map((row) => ({ ...row, labels: alertLabels.parse(row.labels) }));
  }

  /** Whether anything fires. */
  async hasOpen(): Promise<boolean> {
    const { id, endedAt } = incidents;
    const rows = await this.#orm.select({ id }).from(incidents).where(isNull(endedAt)).limit(1);
    return rows.length > 0;
  }

  /** What fires, and what fired since, newest first and without evidence. */
  async firedSince(since: Date, limit: number): Promise<NamedIncident[]> {
    const { title, firedAt, endedAt } = incidents;
    const rows = await this.#orm
      .select({ ...LEAN, title, firedAt, endedAt })
      .from(incidents)
      .where(or(isNull(endedAt), gte(firedAt, since)))
      .orderBy(desc(firedAt), desc(incidents.id))
      .limit(limit);
    return rows.map((row) => ({ ...row, labels: alertLabels.parse(row.labels) }));
  }

  /** What fires, newest first. */
  firing(limit: number): Promise<IncidentRow[]> {
    return this.#list(isNull(incidents.endedAt), limit);
  }

  /** Those that fire, and those that ended since. */
  recent(since: Date, limit: number): Promise<IncidentRow[]> {
    return this.#list(or(isNull(incidents.endedAt), gte(incidents.endedAt, since)), limit);
  }

  history(filter: HistoryFilter): Promise<IncidentRow[]> {
    const { severity, rule, before, limit } = filter;
    const conditions = [
      severity ? eq(incidents.severity, severity) : undefined,
      rule ? eq(incidents.ruleId, rule) : undefined,
      before ? lt(incidents.firedAt, before) : undefined,
    ];
    return this.#list(and(...conditions), limit);
  }

  /** Those with one of `keys` whose trouble lies within a stretch of time, or partly. */
  within(keys: readonly string[], from: Date, to: Date): Promise<IncidentRow[]> {
    const within = and(
      inArray(incidents.key, [...keys]),
      lte(incidents.since, to),
      or(isNull(incidents.endedAt), gt(incidents.endedAt, from)),
    );
    return this.#list(within, MOST_WITHIN);
  }

  async find(id: string): Promise<IncidentRow | undefined> {
    const [row] = await this.#orm.select().from(incidents).where(eq(incidents.id, id));
    return row;
  }

  async findAll(ids: readonly string[]): Promise<Map<string, IncidentRow>> {
    if (ids.length === 0) return new Map();
    const rows = await this.#list(inArray(incidents.id, [...ids]), ids.length);
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Of two with the same key one is open at most; the second changes nothing. */
  async insert(rows: readonly NewIncident[]): Promise<void> {
    for (let at = 0; at < rows.length; at += CHUNK) {
      const chunk = rows.slice(at, at + CHUNK);
      await this.#orm.insert(incidents).values(chunk).onConflictDoNothing();
    }
  }

  async changeAll(ids: readonly string[], values: Partial<NewIncident>): Promise<void> {
    for (let at = 0; at < ids.length; at += CHUNK) {
      const chunk = ids.slice(at, at + CHUNK);
      await this.#orm.update(incidents).set(values).where(inArray(incidents.id, chunk));
    }
  }

  /** These were notified at `now`, as pages. */
  async markNotified(ids: readonly string[], now: Date, arePages: boolean): Promise<void> {
    const page = arePages ? { pageNotified: true } : {};
    await this.changeAll(ids, { notified: true, lastNotifiedAt: now, ...page });
  }

  /** A channel was notified of these: it is notified of their end as well. */
  async addressTo(channelId: string, ids: readonly string[]): Promise<void> {
    const added = sql`${incidents.notifiedChannels} || ${JSON.stringify([channelId])}::jsonb`;
    for (let at = 0; at < ids.length; at += CHUNK) {
      const unheard = and(
        inArray(incidents.id, ids.slice(at, at + CHUNK)),
        sql`not ${incidents.notifiedChannels} ? ${channelId}`,
      );
      await this.#orm.update(incidents).set({ notifiedChannels: added }).where(unheard);
    }
  }

  /** A channel leads elsewhere from now on, where what fires was never notified. */
  async forgetChannel(channelId: string): Promise<void> {
    await this.#orm
      .update(incidents)
      .set({ notifiedChannels: sql`${incidents.notifiedChannels} - ${channelId}::text` })
      .where(isNull(incidents.endedAt));
  }

  /** It becomes a page at `now`. `budget`: the window that spoke, when it was not a spike. */
  async page(incidentId: string, now: Date, budget: BudgetSpent | null = null): Promise<void> {
    await this.#orm
      .update(incidents)
      .set({
        severity: 'page',
        pagedAt: now,
        ...(budget === null ? {} : { evidence: withBudget(budget) }),
      })
      .where(eq(incidents.id, incidentId));
  }

  /** Nobody was paged for it (again), and nobody has acknowledged it. */
  async wakeAgain(incidentId: string): Promise<void> {
    await this.change(incidentId, {
      pageNotified: false,
      acknowledgedAt: null,
      acknowledgedBy: null,
      reminders: 0,
    });
    const mine = eq(incidentEscalations.incidentId, incidentId);
    await this.#orm.delete(incidentEscalations).where(mine);
  }

  async change(id: string, values: Partial<NewIncident>): Promise<void> {
    await this.#orm.update(incidents).set(values).where(eq(incidents.id, id));
  }

  async record(events: readonly NewEvent[]): Promise<void> {
    for (let at = 0; at < events.length; at += CHUNK) {
      const rows = events.slice(at, at + CHUNK);
      await this.#orm
        .insert(incidentEvents)
        .values(rows.map((event) => ({ ...event, id: newTimedId('evt', event.at.getTime()) })));
    }
  }

  eventsOf(incidentId: string): Promise<EventRow[]> {
    const { at, id } = incidentEvents;
    const mine = eq(incidentEvents.incidentId, incidentId);
    return this.#orm.select().from(incidentEvents).where(mine).orderBy(at, id);
  }

  #list(where: SQL | undefined, limit: number): Promise<IncidentRow[]> {
    const order = [desc(incidents.firedAt), desc(incidents.id)];
    return this.#orm
      .select()
      .from(incidents)
      .where(where)
      .orderBy(...order)
      .limit(limit);
  }
}

interface HistoryFilter {
  readonly severity?: Severity | undefined;
  readonly rule?: string | undefined;
  readonly before?: Date | undefined;
  readonly limit: number;
}
