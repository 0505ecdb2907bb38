import type { FastifyRequest } from 'fastify';
import { ApiError } from '../api-error.ts';
import { callerOf } from '../authentication/caller.ts';
import { type Meeting, meetingId } from '../catalogue/meetings.ts';
import { readQuery } from '../validation/query.ts';
import { refuse } from '../validation/refuse.ts';
import type { EvenPace } from './even-pace.ts';
import type { Found, MeetingsRepository } from './meetings-repository.ts';

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
  if (found.meeting) return found.meeting;
  const refusal = notFound(request, found);
  // The work is the same for all of them. The beat is for what is beyond us, such as a page of the
  // database that one of them had to read.
  await pace.nextBeat(arrivedAt);
  throw refusal;
}

function idOf(request: FastifyRequest): string {
  const { id = '' } = request.params as { id?: string };
  if (meetingId.safeParse(id).success) return id;
  const says = `id must be a meeting id: mtg_ and 20 characters of 0-9 and a-z`;
  return refuse(request, 'parameter_invalid', [{ field: 'id', rule: 'format', says }]);
}

function notFound(
  { telemetry: { event } }: FastifyRequest,
  found: Exclude<Found, { meeting: Meeting }>,
): ApiError {
  if (found.why === 'other_org') event.ownerOrg = found.ownerOrg;
  if (found.why === 'deleted') event.deletedAt = found.deletedAt;
  return new ApiError('not_found', {
    cause: found.why,
    message:
      'No meeting with this id is visible to this API key. Check the id; the list of meetings ' +
      'shows what this key can reach.',
  });
}
