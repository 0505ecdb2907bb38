import type { Claim } from '@request-desk/shared/dossier';
import type { RequestFacts } from '../stored-event.ts';
import { claim, eventEvidence } from './evidence.ts';

/** What a verdict leaves out because the store, or a shard of it, did not answer; in one sentence. */
export function contextAwayClaim(facts: RequestFacts): Claim {
  const { org, key_id, code } = facts.request;
  const failed = code === null ? '' : ', who else was hit and whether it works by now';
  return claim(
    `A part of the telemetry store did not answer: what happened before and after${failed} is not known. ` +
      'Ask again later.',
    eventEvidence(facts, { org, key_id, code }),
  );
}
