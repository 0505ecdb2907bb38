import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '../../database/database.ts';
import type { Meeting } from '../catalogue/meetings.ts';
import type { Found, MeetingChanges } from './meetings-repository.ts';
import { millis, type Unseen, unseenOf, wantedColumns, wantedMeeting } from './wanted-meeting.ts';

type Orm = Database['orm'];

const changedRows = z.object({
  rows: z
    .array(
      z.object({
        ...wantedColumns,
        changed: z.boolean(),
        title: z.string(),
        starts_ms: z.coerce.number(),
        duration_minutes: z.coerce.number(),
        created_ms: z.coerce.number(),
      }),
    )
    .length(1),
});

/**
 * Changes a meeting if the organisation sees it; `gone` where it was deleted in the same moment.
 * One statement, for whatever is seen and whatever is not.
 */
export async function updateSeen(
  orm: Orm,
  orgId: string,
  id: string,
  { title, startsAt, durationMinutes }: MeetingChanges,
): Promise<Found | 'gone'> {
  const result: unknown = await orm.execute(sql`
    with wanted as (${wantedMeeting(orgId, id)}), changed as (
      update meetings m set
        title = coalesce(${title ?? null}::text, m.title),
        starts_at = coalesce(${startsAt?.toISOString() ?? null}::timestamptz, m.starts_at),
        duration_minutes = coalesce(${durationMinutes ?? null}::int, m.duration_minutes)
      from wanted where wanted.seen and m.id = wanted.id and m.deleted_at is null
      returning m.id, m.title, m.starts_at, m.duration_minutes, m.created_at)
    select wanted.*, changed.id is not null as changed, coalesce(changed.title, '') as title,
      ${millis(sql`changed.starts_at`)} as starts_ms, ${millis(sql`changed.created_at`)} as created_ms,
      coalesce(changed.duration_minutes, 0) as duration_minutes
    from wanted left join changed on true`);
  const [row] = changedRows.parse(result).rows;
  if (row === undefined) throw new Error('the statement gave no row');
  const unseen = unseenOf(row, orgId);
  if (unseen) return unseen;
  if (!row.changed) return 'gone';
  const meeting: Meeting = {
    id,
    title: row.title,
    starts_at: new Date(row.starts_ms).toISOString(),
    duration_minutes: row.duration_minutes,
    created_at: new Date(row.created_ms).toISOString(),
  };
  return { meeting };
}

const removedRows = z.object({
  rows: z.array(z.object({ ...wantedColumns, removed: z.boolean() })).length(1),
});

/** Hides a meeting for good if the organisation sees it: undefined, or why it did not. */
export async function deleteSeen(
  orm: Orm,
  orgId: string,
  id: string,
  now: Date,
): Promise<Unseen | 'gone' | undefined> {
  const result: unknown = await orm.execute(sql`
    with wanted as (${wantedMeeting(orgId, id)}), removed as (
      update meetings m set deleted_at = ${now.toISOString()}::timestamptz
      from wanted where wanted.seen and m.id = wanted.id and m.deleted_at is null
      returning m.id)
    select wanted.*, removed.id is not null as removed from wanted left join removed on true`);
  const [row] = removedRows.parse(result).rows;
  if (row === undefined) throw new Error('the statement gave no row');
  return unseenOf(row, orgId) ?? (row.removed ? undefined : 'gone');
}
