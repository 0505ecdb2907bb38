import type { Claim, RequestRow } from '@request-desk/shared/dossier';
import { sayTime } from '../say-time.ts';
import { claim, requestsEvidence } from './evidence.ts';

/** When the key was last answered with success on this route, of the 6 hours before the request. */
export function acceptedClaim(accepted: RequestRow | undefined): Claim {
  return accepted
    ? claim(
        `The last accepted call of this key on the same route was at ${sayTime(Date.parse(accepted.at))}.`,
        requestsEvidence('Last accepted call', [accepted]),
      )
    : claim(
        'In the 6 hours before, no call of this key on this route was accepted.',
        requestsEvidence('Accepted calls', []),
      );
}
