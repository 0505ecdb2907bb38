import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '../../database/database.ts';
import type { Participant } from '../catalogue/participants.ts';
import { participants } from '../directory/tables.ts';
import { newParticipantId } from './meeting-id.ts';
import type { Attended, ParticipantQuery } from './meetings-repository.ts';
import { millis, unseenOf, wantedColumns, wantedMeeting } from './wanted-meeting.ts';

type Orm = Database['orm'];

/** Somebody who joined a meeting, as the meeting's room records it. */
export interface NewParticipant {
  readonly meetingId: string;
  readonly name: string;
  readonly joinedAt: Date;
  /** Null while they are still there. */
  readonly leftAt: Date | null;
}

const participantRows = z.object({
  rows: z
    .array(
      z.object({
        ...wantedColumns,
        participant: z.string(),
        name: z.string(),
        joined_ms: z.coerce.number(),
        left_ms: z.coerce.number(),
      }),
    )
    .min(1),
});

/** Who joined a meeting, in the order of joining, if the organisation sees it. One statement. */
export async function selectParticipants(
  orm: Orm,
  { orgId, id, limit, after }: ParticipantQuery,
): Promise<Attended> {
  const on =
    after && sql`and (p.joined_at, p.id) > (${after.at.toISOString()}::timestamptz, ${after.id})`;
  const result: unknown = await orm.execute(sql`
    with wanted as (${wantedMeeting(orgId, id)})
    select wanted.*, coalesce(joined.id, '') as participant, coalesce(joined.name, '') as name,
      ${millis(sql`joined.joined_at`)} as joined_ms, ${millis(sql`joined.left_at`)} as left_ms
    from wanted left join lateral (
      select p.id, p.name, p.joined_at, p.left_at from participants p
      where wanted.seen and p.meeting_id = wanted.id ${on ?? sql``}
      order by p.joined_at, p.id limit ${limit}) as joined on true
    order by joined.joined_at, joined.id`);
  const { rows } = participantRows.parse(result);
  const [first] = rows;
  const unseen = first && unseenOf(first, orgId);
  if (unseen) return unseen;
  const there = rows.filter(({ participant }) => participant !== '');
  return {
    participants: there.map(
      (row): Participant => ({
        id: row.participant,
        name: row.name,
        joined_at: new Date(row.joined_ms).toISOString(),
        left_at: row.left_ms === 0 ? null : new Date(row.left_ms).toISOString(),
      }),
    ),
  };
}

/** Records who joined; for the demo and for tests, as Meetso's rooms have no other way in here. */
export async function insertParticipants(
  orm: Orm,
  joined: readonly NewParticipant[],
): Promise<void> {
  if (joined.length === 0) return;
  await orm.insert(participants).values(joined.map((one) => ({ id: newParticipantId(), ...one })));
}
