import type { FastifyRequest } from 'fastify';
import { callerOf } from '../authentication/caller.ts';
import type { EvenPace } from './even-pace.ts';
import type { MeetingsRepository } from './meetings-repository.ts';
import type { MeetingParameters } from './operations.ts';
import { refuseUnseen } from './unseen-meeting.ts';

/** `DELETE /public/v1/meetings/:id`: hides the meeting for good. A second time there is nothing there. */
export async function deleteMeeting(
  {
    meetings,
    pace,
    now,
  }: { meetings: MeetingsRepository; pace: EvenPace; readonly now: () => number },
  request: FastifyRequest,
  { id }: MeetingParameters<'deleteMeeting'>,
): Promise<void> {
  const arrivedAt = pace.now();
  const { orgId } = callerOf(request);
  const { telemetry } = request;
  const at = new Date(now());
  const unseen = await telemetry.child('delete meeting', () => meetings.remove(orgId, id, at));
  if (unseen) await refuseUnseen(pace, arrivedAt, request, unseen);
}
