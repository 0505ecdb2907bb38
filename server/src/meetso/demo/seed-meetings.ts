import { DAY_MS, HOUR_MS, MINUTE_MS } from '@request-desk/shared/durations';
import type { Meeting } from '../catalogue/meetings.ts';
import type { NewParticipant } from '../meetings/meeting-participants.ts';
import type { Meetings } from '../meetings/meetings-repository.ts';
import { meetingTitle } from './calls.ts';
import type { DemoMeeting } from './demo-data.ts';

const WANTED = 60;
const DELETED = 3;
const SPREAD_HOURS = 60 * 24;
const DURATIONS = [15, 30, 45, 60, 90];

const NAMES = [
  'Amara Okafor',
  'Jonas Lindqvist',
  'Mei Tanaka',
  'Rafael Duarte',
  'Sofia Keller',
  'Tomasz Nowak',
  'Leila Haddad',
];

/**
 * Sixty meetings of the last sixty days for an organisation, with those who joined the ones that are over,
 * and three that were deleted since.
 */
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
        startsAt: new Date(createdAt.getTime() + random() * 14 * DAY_MS),
        durationMinutes: DURATIONS[Math.floor(random() * DURATIONS.length)] ?? 30,
        createdAt,
      };
    }),
  );
  const deleted = made.slice(0, DELETED);
  for (const { id } of deleted) {
    await meetings.remove(orgId, id, new Date(now.getTime() - random() * 48 * HOUR_MS));
  }
  await meetings.addParticipants(made.flatMap((one) => joined(one, now, random)));
  const live = [...there, ...made.slice(DELETED)];
  return [
    ...live.map(({ id }) => ({ id, orgId, deleted: false })),
    ...deleted.map(({ id }) => ({ id, orgId, deleted: true })),
  ];
}

/** A few people who joined in the first minutes and stayed to the end; nobody before it began. */
function joined(
  { id, starts_at, duration_minutes }: Meeting,
  now: Date,
  random: () => number,
): NewParticipant[] {
  const ends = Date.parse(starts_at) + duration_minutes * MINUTE_MS;
  if (ends > now.getTime()) return [];
  return NAMES.slice(0, 2 + Math.floor(random() * (NAMES.length - 1))).map((name) => ({
    meetingId: id,
    name,
    leftAt: new Date(ends),
    joinedAt: new Date(Date.parse(starts_at) + random() * 5 * MINUTE_MS),
  }));
}
