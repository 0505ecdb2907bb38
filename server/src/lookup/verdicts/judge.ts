import { causeEntry } from '@request-desk/shared/catalogue';
import type { Claim, Verdict } from '@request-desk/shared/dossier';
import type { RequestFacts } from '../stored-event.ts';
import { claim, eventEvidence } from './evidence.ts';

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
