import type { StaffRole } from '@request-desk/shared/staff-api';
import { and, desc, eq, isNull, lt, or } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { staffPeople, staffTokens } from './staff-schema.ts';

/** A token as stored; the token itself is stored nowhere. */
export type StoredToken = typeof staffTokens.$inferSelect;

/** What a provider last said of somebody. */
export type StaffPerson = typeof staffPeople.$inferSelect;

const MOST_LISTED = 500;

/** Tokens that staff made for programs, and what is known of their makers. */
export class StaffTokens {
  readonly #orm: Database['orm'];

  constructor({ prompt }: Pick<Database, 'prompt'>) {
    this.#orm = prompt.orm;
  }

  async add(token: StoredToken): Promise<void> {
    await this.#orm.insert(staffTokens).values(token);
  }

  /** By SHA-256 of the token, in hex, with what a provider last said of its maker. */
  async find(
    secretHash: string,
  ): Promise<{ readonly token: StoredToken; readonly person: StaffPerson | null } | undefined> {
    const [row] = await this.#orm
      .select({ token: staffTokens, person: staffPeople })
      .from(staffTokens)
      .leftJoin(staffPeople, eq(staffPeople.staffId, staffTokens.staffId))
      .where(eq(staffTokens.secretHash, secretHash));
    return row;
  }

  /** Newest first, at most 500; of everybody where no person is named. */
  list(staffId: string | undefined): Promise<StoredToken[]> {
    return this.#orm
      .select()
      .from(staffTokens)
      .where(staffId === undefined ? undefined : eq(staffTokens.staffId, staffId))
      .orderBy(desc(staffTokens.createdAt))
      .limit(MOST_LISTED);
  }

  /** False when there is no such token of that person (of anybody, where none is named) to revoke. */
  async revoke(id: string, staffId: string | undefined, by: string, now: Date): Promise<boolean> {
    const own = staffId === undefined ? undefined : eq(staffTokens.staffId, staffId);
    const rows = await this.#orm
      .update(staffTokens)
      .set({ revokedAt: now, revokedBy: by })
      .where(and(eq(staffTokens.id, id), isNull(staffTokens.revokedAt), own))
      .returning({ id: staffTokens.id });
    return rows.length > 0;
  }

  async touch(id: string, at: Date): Promise<void> {
    const older = or(isNull(staffTokens.lastUsedAt), lt(staffTokens.lastUsedAt, at));
    await this.#orm
      .update(staffTokens)
      .set({ lastUsedAt: at })
      .where(and(eq(staffTokens.id, id), older));
  }

  /** The role that a provider last said somebody has. */
  async roleOf(staffId: string): Promise<StaffRole | undefined> {
    const [row] = await this.#orm
      .select({ role: staffPeople.role })
      .from(staffPeople)
      .where(eq(staffPeople.staffId, staffId));
    return row?.role ?? undefined;
  }

  /** Notes what a provider says of somebody. */
  async confirm(staffId: string, role: StaffRole | undefined, provenAt: Date): Promise<void> {
    const said = { role: role ?? null, provenAt };
    await this.#orm
      .insert(staffPeople)
      .values({ staffId, ...said })
      .onConflictDoUpdate({ target: staffPeople.staffId, set: said });
  }
}
