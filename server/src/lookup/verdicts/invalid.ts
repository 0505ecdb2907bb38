import { ATTR } from '@request-desk/shared/attributes';
import type { Claim } from '@request-desk/shared/dossier';
import { parsedJson } from '@request-desk/shared/parsed-json';
import { z } from 'zod';
import { sameFault } from '../../clickhouse/queries/lookup-history.ts';
import { newestAccepted } from '../last-accepted.ts';
import { sayTime } from '../say-time.ts';
import { acceptedClaim } from './accepted-claim.ts';
import { claim, eventEvidence } from './evidence.ts';
import { type FailedRequest, historyBefore, type Judgement, type Known } from './failed-request.ts';

const issue = z.object({
  field: z.string(),
  rule: z.string(),
  nearMiss: z.string().optional(),
  value: z.string().optional(),
});
type Issue = z.infer<typeof issue>;

/** Requests that break a rule: which, how often, and what the same key sends when it works. */
export async function judgeInvalid(request: FailedRequest): Promise<Judgement> {
  const [first] = issuesOf(request);
  const history = await historyClaims(request, first);
  return { claims: [...issueClaims(request), ...history] };
}

/** The rules that were broken, as far as the event lists them. */
export function issueClaims(request: FailedRequest): Claim[] {
  return issuesOf(request)
    .slice(0, 5)
    .map((one) => issueClaim(request, one));
}

/** The first rule that was broken. */
export function issueHeadline(known: Known): string | undefined {
  const [first] = issuesOf(known);
  return first && sentence(first);
}

function issuesOf({ facts }: Known): Issue[] {
  const text = facts.request.attributes[ATTR.issues] ?? '[]';
  return z.array(issue).safeParse(parsedJson(text)).data ?? [];
}

function sentence({ field, rule, value, nearMiss }: Issue): string {
  const sent = value === undefined ? '' : `: “${value}” was sent`;
  const near = nearMiss === undefined ? '' : `, probably meant as “${nearMiss}”`;
  return `The field ${field || '(the whole message)'} broke the rule “${rule}”${sent}${near}.`;
}

function issueClaim({ facts }: FailedRequest, one: Issue): Claim {
  return claim(
    sentence(one),
    eventEvidence(facts, {
      field: one.field,
      rule: one.rule,
      value: one.value,
      near_miss: one.nearMiss,
    }),
  );
}

async function historyClaims(
  { sources, facts, neighbours }: FailedRequest,
  first: Issue | undefined,
): Promise<Claim[]> {
  const { key_id: keyId, method, route, cause } = facts.request;
  if (keyId === '') return [];
  const { clickhouse } = sources;
  const range = historyBefore(facts);
  const fault = { keyId, cause: cause ?? '', field: first?.field ?? '', rule: first?.rule ?? '' };
  const [same, accepted] = await Promise.all([
    sameFault(clickhouse, fault, { ...range, toMs: facts.readyMs + 1 }),
    newestAccepted(clickhouse, {
      call: { keyId, method, route },
      before: neighbours.before,
      range,
    }),
  ]);
  const rows = [
    {
      times: same.times,
      since: new Date(same.first_ms).toISOString(),
      request_id: same.first_id,
      field: fault.field,
      rule: fault.rule,
    },
  ];
  const claims: Claim[] = [];
  if (same.times > 0) {
    claims.push(
      claim(
        same.times > 1
          ? `The key sent the same mistake ${same.times} times in the 6 hours up to this request, first at ${sayTime(same.first_ms)}.`
          : 'In the 6 hours before, the key did not make this mistake.',
        { kind: 'series', label: 'The same mistake', rows },
      ),
    );
  }
  claims.push(acceptedClaim(accepted));
  return claims;
}
