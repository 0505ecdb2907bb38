import type { Claim } from '@request-desk/shared/dossier';
import { lastAccepted } from '../../clickhouse/queries/lookup-history.ts';
import { sayDuration, sayTime } from '../say-time.ts';
import { claim, requestsEvidence } from './evidence.ts';
import { type FailedRequest, historyBefore, type Judgement } from './failed-request.ts';

/** Cursors that cannot be used: why, and the page that may have issued it. */
export async function judgePageToken({ sources, facts }: FailedRequest): Promise<Judgement> {
  const { key_id: keyId, method, route } = facts.request;
  if (keyId === '') return { claims: [] };
  const page = await lastAccepted(
    sources.clickhouse,
    { keyId, method, route },
    historyBefore(facts),
  );
  return { claims: [pageClaim(page, facts.startMs)] };
}

function pageClaim(page: Awaited<ReturnType<typeof lastAccepted>>, startMs: number): Claim {
  if (page === undefined) {
    return claim(
      'In the 6 hours before, this key read no page of this list: the cursor is from an older run or another key.',
      requestsEvidence('Pages read before', []),
    );
  }
  const at = Date.parse(page.at);
  return claim(
    `The last page that this key read was answered at ${sayTime(at)}, ${sayDuration(Math.max(0, startMs - at))} before; whether the cursor came from it is not recorded.`,
    requestsEvidence('The page before', [page]),
  );
}
