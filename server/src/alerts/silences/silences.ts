import { matcher } from '@request-desk/shared/silences-api';
import { and, desc, eq, gt } from 'drizzle-orm';
import { z } from 'zod';
import type { Database, Orm } from '../../database/database.ts';
import { newTimedId } from '../../database/new-id.ts';
import { silences } from '../../database/schema.ts';

const silenceRow = z.object({
  id: z.string(),
  matchers: z.array(matcher),
  reason: z.string(),
  startsAt: z.date(),
  endsAt: z.date(),
  createdAt: z.date(),
  createdBy: z.string(),
  endedBy: z.string().nullable(),
});
export type SilenceRow = z.infer<typeof silenceRow>;
type SilenceValues = Pick<SilenceRow, 'matchers' | 'reason' | 'startsAt' | 'endsAt'>;

const MAX_SILENCES = 200;

/** Alerts that are not notified for a while; they fire all the same. */
export class Silences {
  readonly #orm: Orm;

  constructor({ orm }: Pick<Database, 'orm'>) {
    this.#orm = orm;
  }

  /** Those that are active or yet to come. */
  async current(now: Date): Promise<SilenceRow[]> {
    const rows = await this.#orm.select().from(silences).where(gt(silences.endsAt, now));
    return rows.map((row) => silenceRow.parse(row));
  }

  /** The newest, ended ones included. */
  async list(): Promise<SilenceRow[]> {
    const order = [desc(silences.endsAt), desc(silences.id)];
    const rows = await this.#orm
      .select()
      .from(silences)
      .orderBy(...order)
      .limit(MAX_SILENCES);
    return rows.map((row) => silenceRow.parse(row));
  }

  async create(values: SilenceValues, by: string, now: Date): Promise<SilenceRow> {
    const id = newTimedId('sil', now.getTime());
    const row = { id, ...values, createdAt: now, createdBy: by, endedBy: null };
    await this.#orm.insert(silences).values(row);
    return row;
  }

  /** Ends it now; nothing when there is none, or it has ended. */
  async end(id: string, by: string, now: Date): Promise<SilenceRow | undefined> {
    const running = and(eq(silences.id, id), gt(silences.endsAt, now));
    const set = { endsAt: now, endedBy: by };
    const [row] = await this.#orm.update(silences).set(set).where(running).returning();
    return row ? silenceRow.parse(row) : undefined;
  }
}
