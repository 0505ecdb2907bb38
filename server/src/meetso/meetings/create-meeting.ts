import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { callerOf } from '../authentication/caller.ts';
import { newMeeting } from '../catalogue/meetings.ts';
import { idempotencyKeyOf } from '../idempotency/idempotency-key.ts';
import type { IdempotentCalls, KeyedCall } from '../idempotency/idempotent-calls.ts';
import { readBody } from './meeting-body.ts';
import { draftMeeting, type MeetingsRepository } from './meetings-repository.ts';

interface Creation {
  readonly meetings: MeetingsRepository;
  readonly calls: IdempotentCalls;
  /** Runs a statement within the request's budget. */
  readonly within: KeyedCall['within'];
  readonly now: () => number;
}

/**
 * `POST /public/v1/meetings`: a new meeting of the caller's organisation, as JSON with its id. With an
 * Idempotency-Key that was used before: the meeting that was made then.
 */
export async function createMeeting(
  { meetings, calls, within, now }: Creation,
  request: FastifyRequest,
): Promise<{ readonly id: string; readonly text: string; readonly replayed: boolean }> {
  const keyHash = idempotencyKeyOf(request);
  const { title, starts_at, duration_minutes } = readBody(request, newMeeting);
  const { orgId } = callerOf(request);
  const { telemetry } = request;
  const input = { title, startsAt: new Date(starts_at), durationMinutes: duration_minutes };
  const at = new Date(now());
  if (keyHash === undefined) {
    const made = await telemetry.child('insert meeting', () => meetings.create(orgId, input, at));
    return { id: made.id, text: JSON.stringify(made), replayed: false };
  }
  const meeting = draftMeeting(input, at);
  const text = JSON.stringify(meeting);
  const answer = await telemetry.child('insert meeting once', () =>
    calls.answer({
      scope: { orgId, method: 'POST', route: '/public/v1/meetings', keyHash },
      content: JSON.stringify([title, input.startsAt.getTime(), duration_minutes]),
      requestId: telemetry.requestId,
      within,
      async execute(claim) {
        return (await meetings.createOnce(meeting, claim, text)) ? text : undefined;
      },
    }),
  );
  const replayed = answer.requestId !== telemetry.requestId;
  if (replayed) telemetry.event.replayOf = answer.requestId;
  return { id: storedId.parse(JSON.parse(answer.response)).id, text: answer.response, replayed };
}

const storedId = z.object({ id: z.string() });
