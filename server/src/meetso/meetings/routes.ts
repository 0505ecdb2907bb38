import type { FastifyInstance } from 'fastify';
import type { ControlPlaneState } from '../../database/control-plane-state.ts';
import type { IdempotentCalls, KeyedCall } from '../idempotency/idempotent-calls.ts';
import { type Handlers, publicRoutes } from '../public-routes.ts';
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
import { MEETING_OPERATIONS } from './operations.ts';

export interface MeetingRouteOptions {
  readonly meetings: MeetingsRepository;
  /** What is known of the control plane that holds them. */
  readonly plane: ControlPlaneState;
  readonly cursors: Cursors;
  readonly pace: EvenPace;
  readonly calls: IdempotentCalls;
  readonly now: () => number;
}

interface MeetingHandlerOptions extends MeetingRouteOptions {
  /** Runs a statement within the request's budget. */
  readonly within: KeyedCall['within'];
}

const HANDLERS: Handlers<MeetingHandlerOptions, typeof MEETING_OPERATIONS> = {
  listMeetings,
  getMeeting,
  listParticipants,
  changeMeeting,
  deleteMeeting,
  async createMeeting(options, request, _input, reply) {
    const made = await createMeeting(options, request);
    reply.header('location', `/public/v1/meetings/${made.id}`);
    if (made.replayed) reply.header('idempotency-replayed', 'true');
    return made.text;
  },
};

/** The resource `meetings` and what belongs to one; registered below the API's prefix, behind authentication. */
export async function meetingRoutes(
  app: FastifyInstance,
  options: MeetingRouteOptions,
): Promise<void> {
  publicRoutes(app, MEETING_OPERATIONS, HANDLERS, ({ planeBudget }) => ({
    ...options,
    meetings: guardedMeetings(options.meetings, options.plane, planeBudget),
    within: guarded(options.plane, planeBudget),
  }));
}
