import type { Meetings } from '../meetings/meetings-repository.ts';
import { meetingTitle } from './calls.ts';
import type { DemoMeeting } from './demo-data.ts';

const WANTED = 60;
const DELETED = 3;
const HOUR_MS = 3_600_000;
const SPREAD_HOURS = 60 * 24;
const DURATIONS = [15, 30, 45, 60, 90];

/** Sixty meetings of the last sixty days for an organisation, and three that were deleted since. */
export async function seedMeetings(
  meetings: Meetings,
  orgId: string,
  now: Date,
  random: () => number,
): Promise<DemoMeeting[]> {
  const there = await meetings.list({ orgId, limit: WANTED });
  const missing = WANTED - there.length + DELETED;
  const made = await meetings.insert(
    orgId,
    Array.from({ length: missing }, () => {
      const createdAt = new Date(now.getTime() - random() * SPREAD_HOURS * HOUR_MS);
      return {
        title: meetingTitle(random),
        startsAt: new Date(createdAt.getTime() + random() * 14 * 24 * HOUR_MS),
        durationMinutes: DURATIONS[Math.floor(random() * DURATIONS.length)] ?? 30,
        createdAt,
      };
    }),
  );
  const deleted = made.slice(0, DELETED);
  for (const { id } of deleted) {
    await meetings.delete(id, new Date(now.getTime() - random() * 48 * HOUR_MS));
  }
  const live = [...there, ...made.slice(DELETED)];
  return [
    ...live.map(({ id }) => ({ id, orgId, deleted: false })),
    ...deleted.map(({ id }) => ({ id, orgId, deleted: true })),
  ];
}
