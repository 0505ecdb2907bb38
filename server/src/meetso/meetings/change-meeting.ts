import type { FastifyRequest } from 'fastify';
import { callerOf } from '../authentication/caller.ts';
import { type Meeting, meetingChanges } from '../catalogue/meetings.ts';
import type { EvenPace } from './even-pace.ts';
import { readBody } from './meeting-body.ts';
import type { MeetingsRepository } from './meetings-repository.ts';
import type { MeetingParameters } from './operations.ts';
import { refuseUnseen } from './unseen-meeting.ts';

/**
 * `PATCH /public/v1/meetings/:id`: the meeting with what the body gives again. Sent twice, it comes to the
 * same.
 */
export async function changeMeeting(
  { meetings, pace }: { meetings: MeetingsRepository; pace: EvenPace },
  request: FastifyRequest,
  { id }: MeetingParameters<'changeMeeting'>,
): Promise<Meeting> {
  const arrivedAt = pace.now();
  const { title, starts_at, duration_minutes } = readBody(request, meetingChanges);
  const startsAt = starts_at === undefined ? undefined : new Date(starts_at);
  const changes = { title, startsAt, durationMinutes: duration_minutes };
  const { orgId } = callerOf(request);
  const { telemetry } = request;
  const found = await telemetry.child('update meeting', () => meetings.change(orgId, id, changes));
  return found.why ? await refuseUnseen(pace, arrivedAt, request, found) : found.meeting;
}
