import { and, desc, eq, gt, isNull, lt, lte, ne, or, type SQL } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { staffSessions } from './staff-schema.ts';

/** A session as stored; what its cookie holds is stored nowhere. */
export type StoredSession = typeof staffSessions.$inferSelect;

/** Of whom: one person's, or everybody's when no person is named. */
export interface WhoseSessions {
  readonly staffId?: string | undefined;
}

const MOST_LISTED = 500;

/** Sessions of the console. Nobody waits long for them: every method fails fast in an outage. */
export class StaffSessions {
  readonly #orm: Database['orm'];

  constructor({ prompt }: Pick<Database, 'prompt'>) {
    this.#orm = prompt.orm;
  }

  /** Adds a session, in place of `former` where one is given, and forgets those that are over. */
  async add(session: StoredSession, former: readonly string[], idleBefore: Date): Promise<void> {
    const now = session.createdAt;
    await this.#orm
      .delete(staffSessions)
      .where(
        or(
          lte(staffSessions.expiresAt, now),
          lt(staffSessions.seenAt, idleBefore),
          ...former.map((hash) => eq(staffSessions.secretHash, hash)),
        ),
      );
    await this.#orm.insert(staffSessions).values(session);
  }

  /** By SHA-256 of what the cookie holds, in hex. */
  async find(secretHash: string): Promise<StoredSession | undefined> {
    const [row] = await this.#orm
      .select()
      .from(staffSessions)
      .where(eq(staffSessions.secretHash, secretHash));
    return row;
  }

  async touch(secretHash: string, seenAt: Date): Promise<void> {
    await this.#orm
      .update(staffSessions)
      .set({ seenAt })
      .where(and(eq(staffSessions.secretHash, secretHash), lt(staffSessions.seenAt, seenAt)));
  }

  /**
   * Gives the session another cookie: from here on the former lets nobody in. Returns the session,
   * or undefined when it has ended meanwhile.
   */
  async rotate(
    formerHash: string,
    secretHash: string,
    confirmedAt: Date,
  ): Promise<StoredSession | undefined> {
    const [row] = await this.#orm
      .update(staffSessions)
      .set({ secretHash, confirmedAt })
      .where(eq(staffSessions.secretHash, formerHash))
      .returning();
    return row;
  }

  /** Whether the caller, and nobody else until `until`, is to ask the provider about this session. */
  async claimRefresh(secretHash: string, now: Date, until: Date): Promise<boolean> {
    const free = or(isNull(staffSessions.refreshingUntil), lt(staffSessions.refreshingUntil, now));
    const rows = await this.#orm
      .update(staffSessions)
      .set({ refreshingUntil: until })
      .where(and(eq(staffSessions.secretHash, secretHash), free))
      .returning({ id: staffSessions.id });
    return rows.length > 0;
  }

  /** Notes what became of that. Returns the session, or undefined when it has ended meanwhile. */
  async refreshed(
    secretHash: string,
    found: Partial<Pick<StoredSession, 'role' | 'provenAt' | 'sealedRefresh'>>,
  ): Promise<StoredSession | undefined> {
    const [row] = await this.#orm
      .update(staffSessions)
      .set({ ...found, refreshingUntil: null })
      .where(eq(staffSessions.secretHash, secretHash))
      .returning();
    return row;
  }

  /** Those that go on, newest first; at most 500. */
  list({ staffId }: WhoseSessions, now: Date, idleBefore: Date): Promise<StoredSession[]> {
    return this.#orm
      .select()
      .from(staffSessions)
      .where(
        and(
          gt(staffSessions.expiresAt, now),
          gt(staffSessions.seenAt, idleBefore),
          ...ofPerson(staffId),
        ),
      )
      .orderBy(desc(staffSessions.createdAt))
      .limit(MOST_LISTED);
  }

  /** Ends one by what its cookie holds (hashed). */
  async endByHash(secretHash: string): Promise<void> {
    await this.#orm.delete(staffSessions).where(eq(staffSessions.secretHash, secretHash));
  }

  /** Ends one by its id. Returns the hashes of what was ended: none when there is no such session. */
  async end(id: string, { staffId }: WhoseSessions): Promise<string[]> {
    return await this.#ended(and(eq(staffSessions.id, id), ...ofPerson(staffId)));
  }

  /** Ends all but the one with the id `keep`. */
  async endAll({ staffId }: WhoseSessions, keep: string | undefined): Promise<string[]> {
    const others = keep === undefined ? [] : [ne(staffSessions.id, keep)];
    return await this.#ended(and(...ofPerson(staffId), ...others));
  }

  async #ended(which: SQL | undefined): Promise<string[]> {
    const rows = await this.#orm
      .delete(staffSessions)
      .where(which)
      .returning({ hash: staffSessions.secretHash });
    return rows.map(({ hash }) => hash);
  }
}

function ofPerson(staffId: string | undefined): SQL[] {
  return staffId === undefined ? [] : [eq(staffSessions.staffId, staffId)];
}
