import type { FastifyRequest } from 'fastify';
import { callerOf } from '../authentication/caller.ts';
import type { Meeting } from '../catalogue/meetings.ts';
import { readQuery } from '../validation/query.ts';
import type { EvenPace } from './even-pace.ts';
import type { MeetingsRepository } from './meetings-repository.ts';
import { idOf, refuseUnseen } from './unseen-meeting.ts';

/** `GET /public/v1/meetings/:id`: one meeting of the caller's organisation. */
export async function getMeeting(
  { meetings, pace }: { meetings: MeetingsRepository; pace: EvenPace },
  request: FastifyRequest,
): Promise<Meeting> {
  const arrivedAt = pace.now();
  readQuery(request, {});
  const id = idOf(request);
  const { orgId } = callerOf(request);
  const { telemetry } = request;
  const found = await telemetry.child('select meeting', () => meetings.find(orgId, id));
  return found.why ? await refuseUnseen(pace, arrivedAt, request, found) : found.meeting;
}
