import type { FastifyRequest } from 'fastify';
import { callerOf } from '../authentication/caller.ts';
import type { ParticipantPage } from '../catalogue/participants.ts';
import type { Cursors } from './cursor.ts';
import type { EvenPace } from './even-pace.ts';
import type { MeetingsRepository } from './meetings-repository.ts';
import type { MeetingParameters } from './operations.ts';
import { refuseUnseen } from './unseen-meeting.ts';

interface Listing {
  readonly meetings: MeetingsRepository;
  readonly cursors: Cursors;
  readonly pace: EvenPace;
  readonly now: () => number;
}

/** `GET /public/v1/meetings/:id/participants`: a page of those who joined, in the order of joining. */
export async function listParticipants(
  { meetings, cursors, pace, now }: Listing,
  request: FastifyRequest,
  { id, limit, cursor }: MeetingParameters<'listParticipants'>,
): Promise<ParticipantPage> {
  const arrivedAt = pace.now();
  const { telemetry } = request;
  const { orgId } = callerOf(request);
  const query = { orgId, list: `participants of ${id}`, limit };
  const place = cursor === undefined ? undefined : cursors.open(cursor, query, now());
  const found = await telemetry.child('select participants', () =>
    meetings.participants({ orgId, id, limit: limit + 1, after: place?.after }),
  );
  if (found.why) return await refuseUnseen(pace, arrivedAt, request, found);
  const rows = found.participants;
  const data = rows.slice(0, limit);
  const empty = cursor === undefined ? ('nothing_stored' as const) : ('after_cursor' as const);
  telemetry.event.result = {
    items: data.length,
    filters: cursor ? ['cursor:token'] : [],
    more: rows.length > limit,
    ...(data.length === 0 ? { empty } : {}),
  };
  const last = data.at(-1);
  if (rows.length <= limit || last === undefined) return { data, next_cursor: null };
  const after = { at: new Date(last.joined_at), id: last.id };
  const firstPageAt = place?.firstPageAt ?? now();
  return { data, next_cursor: cursors.seal({ firstPageAt, after }, query) };
}
