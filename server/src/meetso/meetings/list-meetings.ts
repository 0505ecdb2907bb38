import { DAY_MS } from '@request-desk/shared/durations';
import type { FastifyRequest } from 'fastify';
import { callerOf } from '../authentication/caller.ts';
import type { MeetingPage, MeetingPeriod } from '../catalogue/meetings.ts';
import type { Cursors } from './cursor.ts';
import type { MeetingsRepository } from './meetings-repository.ts';
import type { MeetingParameters } from './operations.ts';

const RANGE_MS: Readonly<Record<MeetingPeriod, number>> = {
  '24h': DAY_MS,
  '7d': 7 * DAY_MS,
  '30d': 30 * DAY_MS,
  '90d': 90 * DAY_MS,
  all: Number.POSITIVE_INFINITY,
};

/** `GET /public/v1/meetings`: one page of the caller's meetings, newest first. */
export async function listMeetings(
  { meetings, cursors, now }: { meetings: MeetingsRepository; cursors: Cursors; now: () => number },
  request: FastifyRequest,
  { limit, time_range: range, cursor }: MeetingParameters<'listMeetings'>,
): Promise<MeetingPage> {
  const { telemetry } = request;
  const { orgId } = callerOf(request);
  const query = { orgId, list: range, limit };
  const place = cursor === undefined ? undefined : cursors.open(cursor, query, now());
  // A range is counted back from the first page, so that all pages are of one list.
  const firstPageAt = place?.firstPageAt ?? now();
  const since = range === 'all' ? undefined : new Date(firstPageAt - RANGE_MS[range]);
  const rows = await telemetry.child('select meetings', () =>
    meetings.list({ orgId, limit: limit + 1, since, after: place?.after }),
  );
  const data = rows.slice(0, limit);
  const hasFilter = range !== 'all';
  const empty =
    cursor !== undefined ? 'after_cursor' : hasFilter ? 'filters' : ('nothing_stored' as const);
  telemetry.event.result = {
    items: data.length,
    filters: [...(hasFilter ? ['time_range:word'] : []), ...(cursor ? ['cursor:token'] : [])],
    more: rows.length > limit,
    ...(data.length === 0 ? { empty } : {}),
  };
  const last = data.at(-1);
  if (rows.length <= limit || last === undefined) return { data, next_cursor: null };
  const after = { at: new Date(last.created_at), id: last.id };
  return { data, next_cursor: cursors.seal({ firstPageAt, after }, query) };
}
