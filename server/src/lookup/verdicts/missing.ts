import { ATTR } from '@request-desk/shared/attributes';
import type { Claim } from '@request-desk/shared/dossier';
import type { KindOf } from '@request-desk/shared/profile';
import { newestAccepted } from '../last-accepted.ts';
import { sayTime } from '../say-time.ts';
import type { RequestFacts } from '../stored-event.ts';
import { claim, eventEvidence, requestsEvidence, staffOnly } from './evidence.ts';
import {
  type FailedRequest,
  historyBefore,
  type Judgement,
  type Known,
  kindOf,
  kindWithin,
} from './failed-request.ts';

/** Things that are not there: absent, deleted, another organisation's, or no such route. */
export async function judgeMissing(request: FailedRequest): Promise<Judgement> {
  const { key_id: keyId, method, route } = request.facts.request;
  const kind = kindWithin(request, 'missing');
  const own = kind === null ? undefined : OWN_CLAIM[kind](request.facts);
  const claims: Claim[] = own ? [own] : [];
  if (keyId !== '' && route !== '' && kind !== 'method_unknown') {
    const accepted = await newestAccepted(request.sources.clickhouse, {
      call: { keyId, method, route },
      before: request.neighbours.before,
      range: historyBefore(request.facts),
    });
    claims.push(
      accepted
        ? claim(
            `The same key did find something with ${method} on this route, last at ${sayTime(Date.parse(accepted.at))}.`,
            requestsEvidence('Last accepted call', [accepted]),
          )
        : claim(
            `In the 6 hours before, this key found nothing with ${method} on this route.`,
            requestsEvidence('Accepted calls', []),
          ),
    );
  }
  return { claims };
}

/** The summary is read out to customers, so it does not say whose it is. */
export function hiddenHeadline(known: Known): string | undefined {
  return kindOf(known) === 'hidden'
    ? 'Nothing with this id is visible to the organisation of the key.'
    : undefined;
}

/** What the event says of what is not there, for each kind. */
const OWN_CLAIM: Readonly<Record<KindOf<'missing'>, (facts: RequestFacts) => Claim | undefined>> = {
  absent: (facts) => {
    const { path } = facts.request;
    return claim(
      `Nothing with the id in ${path} was stored when this was asked.`,
      eventEvidence(facts, { path }),
    );
  },
  deleted: (facts) => {
    const { path, method, attributes } = facts.request;
    const deleted = Date.parse(attributes[ATTR.deletedAt] ?? '');
    if (Number.isNaN(deleted)) return undefined;
    const done =
      method === 'DELETE' ? ' This call was to delete it: there was nothing left to do.' : '';
    return claim(
      `It was deleted on ${sayTime(deleted)}, and it was the organisation’s own.${done}`,
      eventEvidence(facts, { path, deleted_at: new Date(deleted).toISOString() }),
    );
  },
  hidden: (facts) => {
    const { path, attributes } = facts.request;
    if (!attributes[ATTR.ownerOrg]) return undefined;
    return staffOnly(
      'It exists, but belongs to another organisation. The customer must not learn that; which one it is, you can reveal with a reason.',
      eventEvidence(facts, { path }),
    );
  },
  route_unknown: (facts) => nearClaim(facts, `There is no route ${facts.request.path}`),
  method_unknown: (facts) => {
    const { path, method } = facts.request;
    return nearClaim(facts, `${path} does not know the method ${method}`);
  },
};

function nearClaim(facts: RequestFacts, what: string): Claim {
  const near = facts.request.attributes[ATTR.nearMiss] ?? '';
  const evidence = eventEvidence(facts, { path: facts.request.path, near_miss: near });
  return claim(near ? `${what}; ${near} is close to it.` : `${what}.`, evidence);
}
