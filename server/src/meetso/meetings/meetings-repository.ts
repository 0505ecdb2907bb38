import { and, desc, eq, gte, isNull, sql } from 'drizzle-orm';
import type { Database } from '../../database/database.ts';
import type { Meeting } from '../catalogue/meetings.ts';
import { meetings } from '../directory/tables.ts';
import { newMeetingId } from './meeting-id.ts';

/** Where a page of the list ends: the last meeting on it. */
export interface MeetingPosition {
  readonly createdAt: Date;
  readonly id: string;
}

export interface MeetingQuery {
  readonly orgId: string;
  readonly limit: number;
  /** Only meetings created at or after this time. */
  readonly since?: Date | undefined;
  /** Only meetings after this one in the list. */
  readonly after?: MeetingPosition | undefined;
}

export interface MeetingInput {
  readonly title: string;
  readonly startsAt: Date;
  readonly durationMinutes: number;
}

/** Why a key cannot see a meeting; for the event, never for the customer. */
export type MeetingTrace = { readonly orgId: string; readonly deletedAt: Date | null } | undefined;

/** What the public API asks of meetings; times of one row are exact to the millisecond. */
export interface MeetingsRepository {
  /** Newest first. */
  list(query: MeetingQuery): Promise<Meeting[]>;
  /** A meeting of this organisation that is not deleted. */
  find(orgId: string, id: string): Promise<Meeting | undefined>;
  /** Whose an id is, across organisations. */
  trace(id: string): Promise<MeetingTrace>;
  create(orgId: string, input: MeetingInput, now: Date): Promise<Meeting>;
}

/** Meetings in the control plane. */
export class Meetings implements MeetingsRepository {
  readonly #orm: Database['orm'];

  constructor({ orm }: Pick<Database, 'orm'>) {
    this.#orm = orm;
  }

  async list({ orgId, limit, since, after }: MeetingQuery): Promise<Meeting[]> {
    const rows = await this.#orm
      .select()
      .from(meetings)
      .where(
        and(
          eq(meetings.orgId, orgId),
          isNull(meetings.deletedAt),
          since && gte(meetings.createdAt, since),
          after &&
            sql`(${meetings.createdAt}, ${meetings.id})
              < (${after.createdAt.toISOString()}::timestamptz, ${after.id})`,
        ),
      )
      .orderBy(desc(meetings.createdAt), desc(meetings.id))
      .limit(limit);
    return rows.map(meetingOf);
  }

  async find(orgId: string, id: string): Promise<Meeting | undefined> {
    const [row] = await this.#orm
      .select()
      .from(meetings)
      .where(and(eq(meetings.id, id), eq(meetings.orgId, orgId), isNull(meetings.deletedAt)));
    return row && meetingOf(row);
  }

  async trace(id: string): Promise<MeetingTrace> {
    const [row] = await this.#orm
      .select({ orgId: meetings.orgId, deletedAt: meetings.deletedAt })
      .from(meetings)
      .where(eq(meetings.id, id));
    return row;
  }

  async create(orgId: string, input: MeetingInput, now: Date): Promise<Meeting> {
    const [meeting] = await this.insert(orgId, [{ ...input, createdAt: now }]);
    if (meeting === undefined) throw new Error('the new meeting was not returned');
    return meeting;
  }

  /** Adds many at once, each with its own time of creation. */
  async insert(
    orgId: string,
    inputs: readonly (MeetingInput & { readonly createdAt: Date })[],
  ): Promise<Meeting[]> {
    if (inputs.length === 0) return [];
    const rows = inputs.map((input) => ({ id: newMeetingId(), orgId, ...input }));
    const inserted = await this.#orm.insert(meetings).values(rows).returning();
    return inserted.map(meetingOf);
  }

  /** Hides a meeting for good; its row stays, so that support can tell when it went. */
  async delete(id: string, now: Date): Promise<void> {
    await this.#orm
      .update(meetings)
      .set({ deletedAt: now })
      .where(and(eq(meetings.id, id), isNull(meetings.deletedAt)));
  }
}

function meetingOf(row: typeof meetings.$inferSelect): Meeting {
  return {
    id: row.id,
    title: row.title,
    starts_at: row.startsAt.toISOString(),
    duration_minutes: row.durationMinutes,
    created_at: row.createdAt.toISOString(),
  };
}
