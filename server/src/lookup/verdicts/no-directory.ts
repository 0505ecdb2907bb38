import type { Claim } from '@request-desk/shared/dossier';
import { claim, eventEvidence } from './evidence.ts';
import type { Known } from './failed-request.ts';

/** What a verdict leaves out because this desk has no directory, in one sentence. */
export function unknownClaims(known: Known): Claim[] {
  const { sources, facts } = known;
  const { org, key_id, key_prefix } = facts.request;
  if (sources.directoryAway) return awayClaims(known);
  if (sources.directory !== undefined) return [];
  const unknown = [
    ...(org ? ['what the organisation is called'] : []),
    ...(key_id || key_prefix ? ['what became of the key'] : []),
  ];
  if (unknown.length === 0) return [];
  const text = `No directory is configured: ${unknown.join(' and ')} is not known here.`;
  return [claim(text, eventEvidence(facts, { org, key_id, key_prefix }))];
}

/** What may be missing because the control plane is away right now. */
export function awayClaims({ sources, facts }: Pick<Known, 'sources' | 'facts'>): Claim[] {
  const { org, key_id, key_prefix, code } = facts.request;
  const missing = [
    ...(key_id || key_prefix ? ['what is known of this key'] : []),
    ...(org ? ['what the organisation is called'] : []),
    ...(code === null ? [] : ['whether an alert is about it']),
  ];
  if (!sources.directoryAway || missing.length === 0) return [];
  const text = `The control plane does not answer: ${sayList(missing)} may be missing. Ask again when it is back.`;
  return [claim(text, eventEvidence(facts, { org, key_id, key_prefix }))];
}

function sayList(parts: readonly string[]): string {
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(parts);
}
