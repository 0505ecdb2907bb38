import type { FastifyRequest } from 'fastify';
import { ApiError } from '../api-error.ts';
import type { EvenPace } from './even-pace.ts';
import type { Unseen } from './wanted-meeting.ts';

/**
 * Throws the one `not_found` for all that is not seen, and notes why on the event. The work was the same
 * for all; the interval, counted from `arrivedAt`, is for what we do not control, such as a page of the database
 * that one of them had to read.
 */
export async function refuseUnseen(
  pace: EvenPace,
  arrivedAt: number,
  { telemetry: { event } }: FastifyRequest,
  unseen: Unseen,
): Promise<never> {
  if (unseen.why === 'other_org') event.ownerOrg = unseen.ownerOrg;
  if (unseen.why === 'deleted') event.deletedAt = unseen.deletedAt;
  const refusal = new ApiError('not_found', {
    cause: unseen.why,
    message:
      'No meeting with this id is visible to this API key. Check the id; the list of meetings ' +
      'shows what this key can reach.',
  });
  await pace.nextInterval(arrivedAt);
  throw refusal;
}
