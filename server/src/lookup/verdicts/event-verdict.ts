import { CLIENT_CLOSED } from '@request-desk/shared/client-closed';
import type { Claim, Verdict } from '@request-desk/shared/dossier';
import type { Profile } from '@request-desk/shared/profile';
import { causeProfile, isStatusCode, localText } from '@request-desk/shared/profile-codes';
import { fillSlots } from '@request-desk/shared/profile-texts';
import { staffSlots } from '../slots.ts';
import type { RequestFacts } from '../stored-event.ts';
import { claim, eventEvidence, saySender } from './evidence.ts';
import { replayClaims, successClaims } from './success.ts';

/** What the event alone says: the summary of every verdict, and its first sentence. */
export function eventVerdict(profile: Profile, facts: RequestFacts): Verdict {
  const { request } = facts;
  const { code, cause } = request;
  const call = `${request.method} ${request.route || request.path}`;
  if (cause === CLIENT_CLOSED) {
    return {
      summary: 'The client closed the connection before the answer was ready.',
      claims: [claim(`${call} ended without an answer.`, eventEvidence(facts, { call }))],
    };
  }
  if (code === null) {
    const summary = `The request succeeded: ${call} was answered with ${request.status}.`;
    const status = { status: request.status, duration_ms: request.duration_ms };
    return {
      summary,
      claims: [
        claim(summary, eventEvidence(facts, status)),
        ...replayClaims(facts),
        ...successClaims(facts),
        ...unverified(facts),
      ],
    };
  }
  const named = isStatusCode(code) ? `${request.status}` : `${request.status} ${code}`;
  const first: Claim = claim(
    `${call} was answered with ${named}${cause ? `, because: ${cause}` : ''}.`,
    eventEvidence(facts, { status: request.status, call, message: request.message }),
  );
  const claims = [first, ...unverified(facts)];
  return { summary: meaningOf(profile, facts) ?? unknownSummary(code), claims };
}

/** A user who can write into the tables can write an event; this one does not prove whose it is. */
function unverified(facts: RequestFacts): Claim[] {
  if (facts.own) return [];
  const text = `The request event is unverified: it came ${saySender(facts.sender)}, not with the API's own credential.`;
  return [claim(text, eventEvidence(facts, { sender: facts.sender || null, own: 0 }))];
}

function meaningOf(profile: Profile, facts: RequestFacts): string | undefined {
  const { code, cause } = facts.request;
  const texts = causeProfile(profile, code ?? '', cause ?? '')?.texts;
  const meaning = texts && localText(profile, texts)?.meaning;
  return meaning && fillSlots(meaning, staffSlots(facts));
}

function unknownSummary(code: string): string {
  return isStatusCode(code)
    ? 'The request failed; its event names neither a code nor a cause.'
    : `The request failed with ${code}; the event names no cause that is known.`;
}
