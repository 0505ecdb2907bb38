import {
  type Escalation,
  type EscalationChain,
  escalationChain,
} from '@request-desk/shared/alert-escalation-api';
import { eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database, Orm } from '../../database/database.ts';
import { alertSettings, incidentEscalations } from '../../database/schema.ts';
import type { Progress } from './chain.ts';

const NAME = 'escalation';
const CHUNK = 500;

/** A page that waits to be acknowledged, as stored. */
export interface StoredProgress extends Progress {
  /** Milliseconds of the database's clock since it was stored. */
  readonly sinceMs: number;
}

/** The chain that staff have set, and how far each page has come along it. */
export class Escalations {
  readonly #orm: Orm;

  constructor({ orm }: Pick<Database, 'orm'>) {
    this.#orm = orm;
  }

  /** False where there is nothing to count: staff have set no chain, and no page is on its way along one. */
  async hasAny(): Promise<boolean> {
    const result: unknown = await this.#orm.execute(sql`
      select exists (select from ${incidentEscalations}) or exists (select from ${alertSettings}
        where ${alertSettings.name} = ${NAME} and ${alertSettings.value}->'steps' <> '[]'::jsonb) as "hasAny"`);
    return hasAnyRows.parse(result).rows.some(({ hasAny }) => hasAny);
  }

  async chain(): Promise<Escalation> {
    const [row] = await this.#orm.select().from(alertSettings).where(eq(alertSettings.name, NAME));
    return {
      ...escalationChain.parse(row?.value ?? { steps: [] }),
      updated_at: row?.updatedAt.toISOString() ?? null,
      updated_by: row?.updatedBy ?? null,
    };
  }

  async change(value: EscalationChain, by: string, now: Date): Promise<void> {
    const set = { value, updatedAt: now, updatedBy: by };
    await this.#orm
      .insert(alertSettings)
      .values({ name: NAME, ...set })
      .onConflictDoUpdate({ target: alertSettings.name, set });
  }

  /** By incident. */
  async progress(): Promise<Map<string, StoredProgress>> {
    const { incidentId, taken, waitedMs, countedAt } = incidentEscalations;
    const sinceMs = sql`extract(epoch from clock_timestamp() - ${countedAt}) * 1000`;
    const rows = await this.#orm
      .select({ incidentId, taken, waitedMs, sinceMs: sinceMs.mapWith(Number) })
      .from(incidentEscalations);
    return new Map(rows.map(({ incidentId: id, ...row }) => [id, storedProgress.parse(row)]));
  }

  async store(rows: ReadonlyMap<string, Progress>): Promise<void> {
    const all = [...rows].map(([incidentId, { taken, waitedMs }]) => ({
      incidentId,
      taken,
      waitedMs: Math.round(waitedMs),
      countedAt: sql`clock_timestamp()`,
    }));
    const { taken, waitedMs, countedAt } = incidentEscalations;
    const set = Object.fromEntries(
      Object.entries({ taken, waitedMs, countedAt }).map(([name, column]) => [
        name,
        sql.raw(`excluded.${column.name}`),
      ]),
    );
    for (let at = 0; at < all.length; at += CHUNK) {
      await this.#orm
        .insert(incidentEscalations)
        .values(all.slice(at, at + CHUNK))
        .onConflictDoUpdate({ target: incidentEscalations.incidentId, set });
    }
  }

  /** They are over, or somebody has taken them on. */
  async forget(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const mine = inArray(incidentEscalations.incidentId, [...ids]);
    await this.#orm.delete(incidentEscalations).where(mine);
  }
}

const hasAnyRows = z.object({ rows: z.array(z.object({ hasAny: z.boolean() })) });
const storedProgress = z.object({ taken: z.int(), waitedMs: z.number(), sinceMs: z.number() });
