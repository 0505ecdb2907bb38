import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ControlPlaneState } from '../../database/control-plane-state.ts';
import type { IdempotentCalls } from '../idempotency/idempotent-calls.ts';
import { changeMeeting } from './change-meeting.ts';
import { createMeeting } from './create-meeting.ts';
import type { Cursors } from './cursor.ts';
import { deleteMeeting } from './delete-meeting.ts';
import type { EvenPace } from './even-pace.ts';
import { getMeeting } from './get-meeting.ts';
import { guarded, guardedMeetings } from './guarded-meetings.ts';
import { listMeetings } from './list-meetings.ts';
import { listParticipants } from './list-participants.ts';
import type { MeetingsRepository } from './meetings-repository.ts';

export interface MeetingRouteOptions {
  readonly meetings: MeetingsRepository;
  /** What is known of the control plane that holds them. */
  readonly plane: ControlPlaneState;
  readonly cursors: Cursors;
  readonly pace: EvenPace;
  readonly calls: IdempotentCalls;
  readonly now: () => number;
}

/** The resource `meetings` and what belongs to one; registered below the API's prefix, behind authentication. */
export async function meetingRoutes(
  app: FastifyInstance,
  options: MeetingRouteOptions,
): Promise<void> {
  const [read, write] = [
    { config: { scope: 'meetings:read' } },
    { config: { scope: 'meetings:write' } },
  ] as const;
  const within = ({ planeBudget }: FastifyRequest) => ({
    ...options,
    meetings: guardedMeetings(options.meetings, options.plane, planeBudget),
  });
  app.get('/meetings', read, async (request, reply) =>
    sendJson(reply, await listMeetings(within(request), request)),
  );
  app.get('/meetings/:id', read, async (request, reply) =>
    sendJson(reply, await getMeeting(within(request), request)),
  );
  app.get('/meetings/:id/participants', read, async (request, reply) =>
    sendJson(reply, await listParticipants(within(request), request)),
  );
  app.patch('/meetings/:id', write, async (request, reply) =>
    sendJson(reply, await changeMeeting(within(request), request)),
  );
  app.delete('/meetings/:id', write, async (request, reply) => {
    await deleteMeeting(within(request), request);
    return reply.code(204).header('cache-control', 'no-store').send();
  });
  app.post('/meetings', write, async (request, reply) => {
    const guard = { within: guarded(options.plane, request.planeBudget) };
    const made = await createMeeting({ ...within(request), ...guard }, request);
    reply.code(201).header('location', `/public/v1/meetings/${made.id}`);
    if (made.replayed) reply.header('idempotency-replayed', 'true');
    return sendText(reply, made.text);
  });
}

function sendJson(reply: FastifyReply, value: unknown): FastifyReply {
  return sendText(reply, JSON.stringify(value));
}

function sendText(reply: FastifyReply, text: string): FastifyReply {
  return reply
    .header('content-type', 'application/json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(text);
}
