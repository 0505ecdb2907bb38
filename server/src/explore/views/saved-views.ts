import type { newView, ViewPlace } from '@request-desk/shared/views-api';
import { and, asc, count, eq, or } from 'drizzle-orm';
import type { z } from 'zod';
import type { Database } from '../../database/database.ts';
import { newTimedId } from '../../database/new-id.ts';
import { savedViews } from '../../database/staff/view-schema.ts';

export type StoredView = typeof savedViews.$inferSelect;

/** One person's, in each place: enough for a list that somebody can still read. */
export const MOST_VIEWS = 100;

/** Saved views, in the control plane. */
export class SavedViews {
  readonly #orm: Database['orm'];
  readonly #now: () => number;

  constructor({ orm }: Pick<Database, 'orm'>, now: () => number) {
    this.#orm = orm;
    this.#now = now;
  }

  /** Those of `staffId` and shared ones, by name. */
  list(place: ViewPlace, staffId: string): Promise<StoredView[]> {
    const seen = or(eq(savedViews.shared, true), eq(savedViews.staffId, staffId));
    return this.#orm
      .select()
      .from(savedViews)
      .where(and(eq(savedViews.place, place), seen))
      .orderBy(asc(savedViews.name), asc(savedViews.id));
  }

  /** Saves it in place of one of the same name; undefined where its owner has too many. */
  async save(view: z.infer<typeof newView>, staffId: string): Promise<StoredView | undefined> {
    const { place, name, search, shared } = view;
    return await this.#orm.transaction(async (orm) => {
      const own = and(eq(savedViews.place, place), eq(savedViews.staffId, staffId));
      const [saved] = await orm.select({ count: count() }).from(savedViews).where(own);
      const [before] = await orm
        .select({ id: savedViews.id })
        .from(savedViews)
        .where(and(own, eq(savedViews.name, name)));
      if (!before && (saved?.count ?? 0) >= MOST_VIEWS) return undefined;
      const nowMs = this.#now();
      const next = { search, shared, savedAt: new Date(nowMs) };
      const [row] = await orm
        .insert(savedViews)
        .values({ id: newTimedId('viw', nowMs), staffId, place, name, ...next })
        .onConflictDoUpdate({
          target: [savedViews.place, savedViews.staffId, savedViews.name],
          set: next,
        })
        .returning();
      return row;
    });
  }

  async find(id: string): Promise<StoredView | undefined> {
    const [row] = await this.#orm.select().from(savedViews).where(eq(savedViews.id, id));
    return row;
  }

  async remove(id: string): Promise<void> {
    await this.#orm.delete(savedViews).where(eq(savedViews.id, id));
  }
}
