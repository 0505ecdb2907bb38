import { causeEntry } from '@request-desk/shared/catalogue';
import type { ErrorCode } from '@request-desk/shared/causes';
import type { Claim, Context, Verdict } from '@request-desk/shared/dossier';
import type { RequestFacts } from '../stored-event.ts';
import type { Case, Judge, Known, Works } from './case.ts';
import { commonClaims } from './common.ts';
import { claim, eventEvidence } from './evidence.ts';
import { faultHeadline, internalError } from './internal-error.ts';
import { invalidCursor } from './invalid-cursor.ts';
import { invalidKey, keyHeadline } from './invalid-key.ts';
import { invalidRequest, issueHeadline } from './invalid-request.ts';
import { hiddenHeadline, notThere } from './not-found.ts';
import { limitHeadline, rateLimited } from './rate-limited.ts';
import { scopeHeadline, scopeMissing } from './scope-missing.ts';
import { unauthorized } from './unauthorized.ts';

/** What the event alone says: the summary of every verdict, and its first sentence. */
export function eventVerdict(facts: RequestFacts): Verdict {
  const { request } = facts;
  const { code, cause } = request;
  const call = `${request.method} ${request.route || request.path}`;
  if (cause === 'client_closed') {
    return {
      summary: 'The client closed the connection before the answer was ready.',
      claims: [claim(`${call} ended without an answer.`, eventEvidence(facts, { call }))],
    };
  }
  if (code === null) {
    const summary = `The request succeeded: ${call} was answered with ${request.status}.`;
    const status = { status: request.status, duration_ms: request.duration_ms };
    return { summary, claims: [claim(summary, eventEvidence(facts, status))] };
  }
  const meaning = cause === null ? undefined : causeEntry(code, cause)?.meaning;
  const first: Claim = claim(
    `${call} was answered with ${request.status} ${code}${cause ? `, because: ${cause}` : ''}.`,
    eventEvidence(facts, { status: request.status, call, message: request.message }),
  );
  return {
    summary: meaning ?? `The request failed with ${code}; the event names no cause that is known.`,
    claims: [first],
  };
}

const JUDGES: Readonly<Record<ErrorCode, Judge>> = {
  invalid_request: invalidRequest,
  invalid_cursor: invalidCursor,
  unauthorized,
  invalid_key: invalidKey,
  scope_missing: scopeMissing,
  not_found: notThere,
  rate_limited: rateLimited,
  internal_error: internalError,
};

type Headline = (known: Known) => string | undefined | Promise<string | undefined>;

/** For the other codes the catalogue's meaning of the cause says it best. */
const HEADLINES: Partial<Record<ErrorCode, Headline>> = {
  invalid_request: issueHeadline,
  invalid_key: keyHeadline,
  scope_missing: scopeHeadline,
  not_found: hiddenHeadline,
  rate_limited: limitHeadline,
  internal_error: faultHeadline,
};

/** What can be said of a request before the store was asked for more than its event. */
export async function firstVerdict(known: Known): Promise<Verdict> {
  const { code, cause } = known.facts.request;
  const own = eventVerdict(known.facts);
  if (code === null || cause === 'client_closed') return own;
  return { ...own, summary: (await HEADLINES[code]?.(known)) ?? own.summary };
}

function knownUntil({ pipeline, now }: Case['sources']): number {
  const current = pipeline()?.data_current_to;
  return current ? Math.min(now(), Date.parse(current)) : now();
}

/** A verdict, and for faults of ours whether the call works by now. */
export interface Judged {
  readonly verdict: Verdict;
  readonly works: Works;
}

/** What is known of one request: the event's own words, what its code's judge found, and the rest. */
export async function verdictOf(c: Case, context: Promise<Context>): Promise<Judged> {
  const { code, cause } = c.facts.request;
  if (code === null || cause === 'client_closed')
    return { verdict: eventVerdict(c.facts), works: undefined };
  const [own, judged, around] = await Promise.all([firstVerdict(c), JUDGES[code](c), context]);
  const common = commonClaims({
    facts: c.facts,
    context: around,
    knownUntilMs: knownUntil(c.sources),
  });
  return {
    verdict: {
      summary: own.summary,
      claims: [...own.claims, ...judged.claims, ...common],
    },
    works: around.retries?.succeeded ? 'again' : judged.works,
  };
}
