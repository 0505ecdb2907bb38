import { newMaintenance } from '@request-desk/shared/maintenance-api';
import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database, Orm } from '../../database/database.ts';
import { newTimedId } from '../../database/new-id.ts';
import { maintenanceWindows } from '../../database/schema.ts';

const windowRow = z.object({
  id: z.string(),
  plan: newMaintenance,
  createdAt: z.date(),
  createdBy: z.string(),
  endedAt: z.date().nullable(),
  endedBy: z.string().nullable(),
});
export type WindowRow = z.infer<typeof windowRow>;

const MAX_WINDOWS = 200;

/** Times that were planned, in which alerts notify nobody, or not in full. */
export class MaintenanceWindows {
  readonly #orm: Orm;

  constructor({ orm }: Pick<Database, 'orm'>) {
    this.#orm = orm;
  }

  /** Those that nobody has ended, on or not. */
  async planned(): Promise<WindowRow[]> {
    const rows = await this.#orm
      .select()
      .from(maintenanceWindows)
      .where(isNull(maintenanceWindows.endedAt));
    return rows.map((row) => windowRow.parse(row));
  }

  /** The newest, ended ones included; and of the others those that come again. */
  async list(): Promise<WindowRow[]> {
    const { createdAt, id, endedAt, plan } = maintenanceWindows;
    const [newest, recurring] = [
      this.#orm
        .select()
        .from(maintenanceWindows)
        .orderBy(desc(createdAt), desc(id))
        .limit(MAX_WINDOWS),
      this.#orm
        .select()
        .from(maintenanceWindows)
        .where(and(isNull(endedAt), sql`${plan}->'recurrence'->>'every' <> 'once'`))
        .orderBy(desc(createdAt), desc(id)),
    ];
    const rows = new Map([...(await newest), ...(await recurring)].map((row) => [row.id, row]));
    return [...rows.values()].map((row) => windowRow.parse(row));
  }

  async create(plan: WindowRow['plan'], by: string, now: Date): Promise<WindowRow> {
    const id = newTimedId('mnt', now.getTime());
    const row = { id, plan, createdAt: now, createdBy: by, endedAt: null, endedBy: null };
    await this.#orm.insert(maintenanceWindows).values(row);
    return row;
  }

  /** Ends it, and all that was to come of it; nothing when there is none, or it has ended. */
  async end(id: string, by: string, now: Date): Promise<WindowRow | undefined> {
    const [row] = await this.#orm
      .update(maintenanceWindows)
      .set({ endedAt: now, endedBy: by })
      .where(and(eq(maintenanceWindows.id, id), isNull(maintenanceWindows.endedAt)))
      .returning();
    return row && windowRow.parse(row);
  }
}
