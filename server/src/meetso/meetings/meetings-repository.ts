import { and, desc, eq, gte, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '../../database/database.ts';
import type { Meeting } from '../catalogue/meetings.ts';
import type { Participant } from '../catalogue/participants.ts';
import { meetings } from '../directory/tables.ts';
import { type IdempotencyClaim, within } from '../idempotency/idempotency-store.ts';
import { newMeetingId } from './meeting-id.ts';
import {
  insertParticipants,
  type NewParticipant,
  selectParticipants,
} from './meeting-participants.ts';
import { NO_DELETION, NO_OWNER, type Unseen, unseenOf } from './wanted-meeting.ts';
import { deleteSeen, updateSeen } from './write-seen-meeting.ts';

/** Where a page of a list ends: the last one on it. */
export interface ListPosition {
  /** What the list is sorted by: when a meeting was created, or a participant joined. */
  readonly at: Date;
  readonly id: string;
}

export interface MeetingQuery {
  readonly orgId: string;
  readonly limit: number;
  /** Only meetings created at or after this time. */
  readonly since?: Date | undefined;
  /** Only meetings after this one in the list. */
  readonly after?: ListPosition | undefined;
}

export interface MeetingInput {
  readonly title: string;
  readonly startsAt: Date;
  readonly durationMinutes: number;
}

/** What a change gives again; the rest stays. */
export type MeetingChanges = {
  readonly [Name in keyof MeetingInput]?: MeetingInput[Name] | undefined;
};

/** A page of those who joined a meeting. */
export interface ParticipantQuery {
  readonly orgId: string;
  readonly id: string;
  readonly limit: number;
  /** Only who joined after this one. */
  readonly after?: ListPosition | undefined;
}

/** What an id is to an organisation: its meeting, or why it sees none. */
export type Found = { readonly why?: never; readonly meeting: Meeting } | Unseen;

/** Who joined a meeting, or why the organisation sees none. */
export type Attended =
  | { readonly why?: never; readonly participants: readonly Participant[] }
  | Unseen;

/** What the public API asks of meetings; times of one row are exact to the millisecond. */
export interface MeetingsRepository {
  /** Newest first. */
  list(query: MeetingQuery): Promise<Meeting[]>;
  /** The meeting, if this organisation sees it. All ids that it does not see cost the same work. */
  find(orgId: string, id: string): Promise<Found>;
  /** In the order of joining; ids that are not seen cost the same here and below. */
  participants(query: ParticipantQuery): Promise<Attended>;
  create(orgId: string, input: MeetingInput, now: Date): Promise<Meeting>;
  /**
   * Stores a meeting and the answer to the call that made it, both or none: false when the call holds
   * its idempotency key no more.
   */
  createOnce(
    meeting: Meeting,
    { scope, claim }: IdempotencyClaim,
    response: string,
  ): Promise<boolean>;
  /** The meeting as it is after the change. */
  change(orgId: string, id: string, changes: MeetingChanges): Promise<Found>;
  /** Hides a meeting for good: undefined, or why the organisation sees none. */
  remove(orgId: string, id: string, now: Date): Promise<Unseen | undefined>;
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
              < (${after.at.toISOString()}::timestamptz, ${after.id})`,
        ),
      )
      .orderBy(desc(meetings.createdAt), desc(meetings.id))
      .limit(limit);
    return rows.map(meetingOf);
  }

  async find(orgId: string, id: string): Promise<Found> {
    const { title, startsAt, durationMinutes, createdAt, deletedAt } = meetings;
    const seen = sql`${meetings.orgId} = ${orgId} and ${deletedAt} is null`;
    const at = (column: typeof startsAt | typeof deletedAt) =>
      sql<Date>`coalesce(case when ${seen} then ${column} end, 'epoch')`.mapWith(startsAt);
    // One row of one size for whatever is not seen, so that time does not reveal which of the reasons it is.
    const [row] = await this.#orm
      .select({
        known: sql<boolean>`${meetings.id} is not null`,
        owner: sql<string>`coalesce(${meetings.orgId}, ${NO_OWNER})`,
        deleted: sql<boolean>`${deletedAt} is not null`,
        deletedAt:
          sql<Date>`coalesce(${deletedAt}, ${NO_DELETION.toISOString()}::timestamptz)`.mapWith(
            startsAt,
          ),
        title: sql<string>`case when ${seen} then ${title} else '' end`,
        startsAt: at(startsAt),
        durationMinutes: sql<number>`case when ${seen} then ${durationMinutes} else 0 end`,
        createdAt: at(createdAt),
      })
      .from(sql`(select ${id}::text as id) as wanted`)
      .leftJoin(meetings, sql`${meetings.id} = wanted.id`);
    if (row === undefined) throw new Error('the statement gave no row');
    const isSeen = row.owner === orgId && !row.deleted;
    const unseen = unseenOf({ ...row, seen: isSeen, deleted_ms: row.deletedAt.getTime() }, orgId);
    if (unseen) return unseen;
    return { meeting: meetingOf({ ...row, id }) };
  }

  participants(query: ParticipantQuery): Promise<Attended> {
    return selectParticipants(this.#orm, query);
  }

  async create(orgId: string, input: MeetingInput, now: Date): Promise<Meeting> {
    const [meeting] = await this.insert(orgId, [{ ...input, createdAt: now }]);
    if (meeting === undefined) throw new Error('the new meeting was not returned');
    return meeting;
  }

  async createOnce(
    meeting: Meeting,
    { scope, claim }: IdempotencyClaim,
    response: string,
  ): Promise<boolean> {
    // One statement, so that no connection stays in a transaction between two.
    const result: unknown = await this.#orm.execute(sql`
      with held as (
        update idempotency_keys set response = ${response}
        where ${within(scope)} and claim = ${claim} and response is null
        returning org_id
      )
      insert into meetings (id, org_id, title, starts_at, duration_minutes, created_at)
      select ${meeting.id}, org_id, ${meeting.title}, ${meeting.starts_at}::timestamptz,
        ${meeting.duration_minutes}::int, ${meeting.created_at}::timestamptz
      from held returning id`);
    return insertedRows.parse(result).rows.length === 1;
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

  async change(orgId: string, id: string, changes: MeetingChanges): Promise<Found> {
    const found = await updateSeen(this.#orm, orgId, id, changes);
    // It went while the statement waited for its row.
    return found === 'gone' ? await this.find(orgId, id) : found;
  }

  /** Its row stays, so that support can see when it was removed. */
  async remove(orgId: string, id: string, now: Date): Promise<Unseen | undefined> {
    const unseen = await deleteSeen(this.#orm, orgId, id, now);
    return unseen === 'gone' ? { why: 'deleted', deletedAt: now.toISOString() } : unseen;
  }

  /** Records who joined. */
  addParticipants(joined: readonly NewParticipant[]): Promise<void> {
    return insertParticipants(this.#orm, joined);
  }
}

const insertedRows = z.object({ rows: z.array(z.object({ id: z.string() })) });

type MeetingRow = Pick<
  typeof meetings.$inferSelect,
  'id' | 'title' | 'startsAt' | 'durationMinutes' | 'createdAt'
>;

/** A meeting that is not stored yet. */
export function draftMeeting(input: MeetingInput, now: Date): Meeting {
  return meetingOf({ id: newMeetingId(), ...input, createdAt: now });
}

function meetingOf(row: MeetingRow): Meeting {
  return {
    id: row.id,
    title: row.title,
    starts_at: row.startsAt.toISOString(),
    duration_minutes: row.durationMinutes,
    created_at: row.createdAt.toISOString(),
  };
}
