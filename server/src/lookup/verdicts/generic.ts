import type { Claim } from '@request-desk/shared/dossier';
import { sameCode } from '../../clickhouse/queries/lookup-history.ts';
import { newestAccepted } from '../last-accepted.ts';
import { sayTime } from '../say-time.ts';
import { acceptedClaim } from './accepted-claim.ts';
import { claim } from './evidence.ts';
import { type FailedRequest, historyBefore, type Judgement } from './failed-request.ts';
import { issueClaims } from './invalid.ts';
import { failedStepClaims } from './server.ts';

/**
 * Failures that the desk has no words of its own for, unknown codes among them: what broke, how often
 * the key met the code, and what the same key does on the same route when it works.
 */
export async function judgeOther(request: FailedRequest): Promise<Judgement> {
  return {
    claims: [
      ...issueClaims(request),
      ...failedStepClaims(request),
      ...(await historyClaims(request)),
    ],
  };
}

async function historyClaims({ sources, facts, neighbours }: FailedRequest): Promise<Claim[]> {
  const { code, key_id: keyId, method, route } = facts.request;
  if (keyId === '' || code === null) return [];
  const range = historyBefore(facts);
  const [same, accepted] = await Promise.all([
    sameCode(sources.clickhouse, { keyId, code }, { ...range, toMs: facts.readyMs + 1 }),
    newestAccepted(sources.clickhouse, {
      call: { keyId, method, route },
      before: neighbours.before,
      range,
    }),
  ]);
  const claims: Claim[] = [];
  if (same.times > 0) {
    const row = { code, times: same.times, request_id: same.first_id };
    claims.push(
      claim(
        same.times > 1
          ? `The key met this code ${same.times} times in the 6 hours up to this request, first at ${sayTime(same.first_ms)}.`
          : 'In the 6 hours before, the key did not meet this code.',
        {
          kind: 'series',
          label: 'The same code',
          rows: [{ ...row, since: new Date(same.first_ms).toISOString() }],
        },
      ),
    );
  }
  claims.push(acceptedClaim(accepted));
  return claims;
}
