import { ATTR } from '@request-desk/shared/attributes';
import type { Claim } from '@request-desk/shared/dossier';
import { sayTime } from '../say-time.ts';
import { claim, eventEvidence, keyEvidence } from './evidence.ts';
import type { FailedRequest, Judgement, Known } from './failed-request.ts';

/** Keys that lack a scope: needed, held, since when, and what else they cannot reach. */
export async function judgePermission(request: FailedRequest): Promise<Judgement> {
  const { attributes } = request.facts.request;
  const required = attributes[ATTR.scopeRequired] ?? '';
  const held = attributes[ATTR.scopesHeld] ?? '';
  const event = eventEvidence(request.facts, { required, held: held || 'none' });
  const claims: Claim[] = [claim(scopeHeadline(request), event)];
  if (request.key) {
    claims.push(
      claim(
        `The key “${request.key.name}” was created on ${sayTime(request.key.createdAt.getTime())}; scopes of a key never change.`,
        keyEvidence(request.key),
      ),
    );
  }
  const scopes = held.split(' ').filter(Boolean);
  const closed = Object.entries(request.sources.profile.scopes).flatMap(([scope, calls]) =>
    scopes.includes(scope) ? [] : calls,
  );
  const here = `${request.facts.request.method} ${request.facts.request.route}`;
  const others = closed.filter((call) => call !== here);
  claims.push(
    claim(
      others.length > 0
        ? `It cannot reach ${others.join(' and ')} either.`
        : 'It can reach every other route.',
      event,
    ),
  );
  return { claims: [...claims, ...otherKeys(request, required)] };
}

/** Needed and held, in one sentence. */
export function scopeHeadline({ facts }: Known): string {
  const { attributes, key_prefix } = facts.request;
  const held = (attributes[ATTR.scopesHeld] ?? '').split(' ').filter(Boolean);
  const has = held.length > 0 ? held.join(' and ') : 'no scope';
  return `The key ${key_prefix} holds ${has}, but this route needs ${attributes[ATTR.scopeRequired] ?? ''}.`;
}

/** Active keys of the organisation that do hold the scope. */
function otherKeys({ holders }: FailedRequest, required: string): Claim[] {
  if (holders.length === 0) return [];
  const count = holders.length === 1 ? 'a key' : `${holders.length} keys`;
  return [
    claim(
      `The organisation already has ${count} with ${required}.`,
      ...holders.slice(0, 3).map(keyEvidence),
    ),
  ];
}
