import { ATTR } from '@request-desk/shared/attributes';
import type { Claim } from '@request-desk/shared/dossier';
import { lastAccepted } from '../../clickhouse/queries/lookup-history.ts';
import { sayTime } from '../say-time.ts';
import { type Case, historyBefore, type Judgement, type Known, kindOf } from './case.ts';
import { claim, eventEvidence, requestsEvidence, staffOnly } from './evidence.ts';

/** Things that are not there: absent, deleted, another organisation's, or no such route. */
export async function judgeMissing(c: Case): Promise<Judgement> {
  const { key_id: keyId, method, route } = c.facts.request;
  const own = await ownClaim(c);
  const claims: Claim[] = own ? [own] : [];
  if (keyId !== '' && route !== '' && kindOf(c) !== 'method_unknown') {
    const call = { keyId, method, route };
    const range = historyBefore(c.facts);
    const accepted = await lastAccepted(c.sources.clickhouse, call, range);
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

async function ownClaim(c: Case): Promise<Claim | undefined> {
  const { facts } = c;
  const { path, method, attributes } = facts.request;
  switch (kindOf(c)) {
    case 'absent':
      return claim(
        `Nothing with the id in ${path} was stored when this was asked.`,
        eventEvidence(facts, { path }),
      );
    case 'deleted': {
      const deleted = Date.parse(attributes[ATTR.deletedAt] ?? '');
      if (Number.isNaN(deleted)) return undefined;
      const done =
        method === 'DELETE' ? ' This call was to delete it: there was nothing left to do.' : '';
      return claim(
        `It was deleted on ${sayTime(deleted)}, and it was the organisation’s own.${done}`,
        eventEvidence(facts, { path, deleted_at: new Date(deleted).toISOString() }),
      );
    }
    case 'hidden': {
      if (!attributes[ATTR.ownerOrg]) return undefined;
      return staffOnly(
        'It exists, but belongs to another organisation. The customer must not learn that; which one it is, you can reveal with a reason.',
        eventEvidence(facts, { path }),
      );
    }
    case 'route_unknown':
      return nearClaim(facts, `There is no route ${path}`);
    case 'method_unknown':
      return nearClaim(facts, `${path} does not know the method ${method}`);
    default:
      return undefined;
  }
}

function nearClaim(facts: Case['facts'], what: string): Claim {
  const near = facts.request.attributes[ATTR.nearMiss] ?? '';
  const evidence = eventEvidence(facts, { path: facts.request.path, near_miss: near });
  return claim(near ? `${what}; ${near} is close to it.` : `${what}.`, evidence);
}
