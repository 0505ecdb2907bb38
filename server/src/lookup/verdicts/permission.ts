import { ATTR } from '@request-desk/shared/attributes';
import type { Claim } from '@request-desk/shared/dossier';
import { sayTime } from '../say-time.ts';
import type { Case, Judgement, Known } from './case.ts';
import { claim, eventEvidence, keyEvidence } from './evidence.ts';

/** Keys that lack a scope: needed, held, since when, and what else they cannot reach. */
export async function judgePermission(c: Case): Promise<Judgement> {
  const { attributes } = c.facts.request;
  const required = attributes[ATTR.scopeRequired] ?? '';
  const held = attributes[ATTR.scopesHeld] ?? '';
  const event = eventEvidence(c.facts, { required, held: held || 'none' });
  const claims: Claim[] = [claim(scopeHeadline(c), event)];
  if (c.key) {
    claims.push(
      claim(
        `The key “${c.key.name}” was created on ${sayTime(c.key.createdAt.getTime())}; scopes of a key never change.`,
        keyEvidence(c.key),
      ),
    );
  }
  const scopes = held.split(' ').filter(Boolean);
  const closed = Object.entries(c.sources.profile.scopes).flatMap(([scope, calls]) =>
    scopes.includes(scope) ? [] : calls,
  );
  const here = `${c.facts.request.method} ${c.facts.request.route}`;
  const others = closed.filter((call) => call !== here);
  claims.push(
    claim(
      others.length > 0
        ? `It cannot reach ${others.join(' and ')} either.`
        : 'It can reach every other route.',
      event,
    ),
  );
  return { claims: [...claims, ...otherKeys(c, required)] };
}

/** Needed and held, in one sentence. */
export function scopeHeadline({ facts }: Known): string {
  const { attributes, key_prefix } = facts.request;
  const held = (attributes[ATTR.scopesHeld] ?? '').split(' ').filter(Boolean);
  const has = held.length > 0 ? held.join(' and ') : 'no scope';
  return `The key ${key_prefix} holds ${has}, but this route needs ${attributes[ATTR.scopeRequired] ?? ''}.`;
}

/** Active keys of the organisation that do hold the scope. */
function otherKeys({ holders }: Case, required: string): Claim[] {
  if (holders.length === 0) return [];
  const count = holders.length === 1 ? 'a key' : `${holders.length} keys`;
  return [
    claim(
      `The organisation already has ${count} with ${required}.`,
      ...holders.slice(0, 3).map(keyEvidence),
    ),
  ];
}
