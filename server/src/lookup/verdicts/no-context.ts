import type { Claim } from '@request-desk/shared/dossier';
import type { RequestFacts } from '../stored-event.ts';
import { claim, eventEvidence } from './evidence.ts';

/** What a verdict leaves out because the store, or a shard of it, is away; in one sentence. */
export function contextAwayClaim(facts: RequestFacts): Claim {
  const { org, key_id, code } = facts.request;
  const failed = code === null ? '' : ', who else was hit and whether it works by now';
  return claim(
    `A part of the telemetry store is away: what happened before and after${failed} is not known. ` +
      'Ask again when it is back.',
    eventEvidence(facts, { org, key_id, code }),
  );
}
