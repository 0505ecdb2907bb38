import type { FastifyRequest } from 'fastify';
import { callerOf } from '../authentication/caller.ts';
import type { Meeting } from '../catalogue/meetings.ts';
import type { EvenPace } from './even-pace.ts';
import type { MeetingsRepository } from './meetings-repository.ts';
import type { MeetingParameters } from './operations.ts';
import { refuseUnseen } from './unseen-meeting.ts';

/** `GET /public/v1/meetings/:id`: one meeting of the caller's organisation. */
export async function getMeeting(
  { meetings, pace }: { meetings: MeetingsRepository; pace: EvenPace },
  request: FastifyRequest,
  { id }: MeetingParameters<'getMeeting'>,
): Promise<Meeting> {
  const arrivedAt = pace.now();
  const { orgId } = callerOf(request);
  const { telemetry } = request;
  const found = await telemetry.child('select meeting', () => meetings.find(orgId, id));
  return found.why ? await refuseUnseen(pace, arrivedAt, request, found) : found.meeting;
}
