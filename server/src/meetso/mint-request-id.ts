import { type MintedIds, RequestIds } from '@request-desk/fastify/request/request-ids';
import { MEETSO_PROFILE } from './profile.ts';

/** Of requests to the Meetso API. */
export const REQUEST_IDS = new RequestIds(MEETSO_PROFILE.request_id);

/** A new request id of the Meetso API and the trace that it names. */
export function mintRequestId(): MintedIds {
  return REQUEST_IDS.mint();
}
