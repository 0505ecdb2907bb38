import { type MintedIds, RequestIds } from '@request-desk/fastify/request/request-ids';
import { MEETSO_PROFILE } from '../../server/src/meetso/profile.ts';

const ids = new RequestIds(MEETSO_PROFILE.request_id);

/** A new request id of the Meetso API, which nobody was answered with, and the trace that it names. */
export function mintRequestId(): MintedIds {
  return ids.mint();
}
