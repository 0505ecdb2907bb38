import type { Claim } from '@request-desk/shared/dossier';
import type { Known } from './case.ts';
import { claim, eventEvidence } from './evidence.ts';

/** What a verdict leaves out because nobody here can tell it, said in one sentence. */
export function unknownClaims({ sources, facts }: Known): Claim[] {
  const { org, key_id, key_prefix } = facts.request;
  if (sources.directory !== undefined) return [];
  const unknown = [
    ...(org ? ['what the organisation is called'] : []),
    ...(key_id || key_prefix ? ['what became of the key'] : []),
  ];
  if (unknown.length === 0) return [];
  const text = `This desk has no directory: ${unknown.join(' and ')} is not known here.`;
  return [claim(text, eventEvidence(facts, { org, key_id, key_prefix }))];
}
