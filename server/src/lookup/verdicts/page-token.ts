import type { Claim, RequestRow } from '@request-desk/shared/dossier';
import { newestAccepted } from '../last-accepted.ts';
import { sayDuration, sayTime } from '../say-time.ts';
import { claim, requestsEvidence } from './evidence.ts';
import { type FailedRequest, historyBefore, type Judgement } from './failed-request.ts';

/** Cursors that cannot be used: why, and the page that may have issued it. */
export async function judgePageToken({
  sources,
  facts,
  neighbours,
}: FailedRequest): Promise<Judgement> {
  const { key_id: keyId, method, route } = facts.request;
  if (keyId === '') return { claims: [] };
  const page = await newestAccepted(sources.clickhouse, {
    call: { keyId, method, route },
    before: neighbours.before,
    range: historyBefore(facts),
  });
  return { claims: [pageClaim(page, facts.startMs)] };
}

function pageClaim(page: RequestRow | undefined, startMs: number): Claim {
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
