import type { FastifyRequest } from 'fastify';
import { ApiError } from '../api-error.ts';
import { callerOf } from '../authentication/caller.ts';
import { type Meeting, meetingId } from '../catalogue/meetings.ts';
import { readQuery } from '../validation/query.ts';
import { refuse } from '../validation/refuse.ts';
import type { EvenPace } from './even-pace.ts';
import type { MeetingsRepository, MeetingTrace } from './meetings-repository.ts';

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
  const meeting = await telemetry.child('select meeting', () => meetings.find(orgId, id));
  if (meeting) return meeting;
  const trace = await telemetry.child('trace meeting', () => meetings.trace(id));
  const refusal = notFound(request, orgId, trace);
  // Another organisation's meeting and an absent one differ by microseconds of work: the answer
  // leaves on a beat that does not depend on it.
  await pace.nextBeat(arrivedAt);
  throw refusal;
}

function idOf(request: FastifyRequest): string {
  const { id = '' } = request.params as { id?: string };
  if (meetingId.safeParse(id).success) return id;
  const says = `id must be a meeting id: mtg_ and 20 characters of 0-9 and a-z`;
  return refuse(request, 'parameter_invalid', [{ field: 'id', rule: 'format', says }]);
}

function notFound(request: FastifyRequest, orgId: string, trace: MeetingTrace): ApiError {
  const { event } = request.telemetry;
  const own = trace?.orgId === orgId;
  if (trace && !own) event.ownerOrg = trace.orgId;
  if (trace?.deletedAt && own) event.deletedAt = trace.deletedAt;
  return new ApiError('not_found', {
    cause: trace === undefined ? 'absent' : own ? 'deleted' : 'other_org',
    message:
      'No meeting with this id is visible to this API key. Check the id; the list of meetings ' +
      'shows what this key can reach.',
  });
}
