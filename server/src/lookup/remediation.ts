import type { DossierFound } from '@request-desk/shared/dossier';
import type { Profile } from '@request-desk/shared/profile';
import { causeProfile, codeProfile, localText } from '@request-desk/shared/profile-codes';
import { fillSlots } from '@request-desk/shared/profile-texts';
import { staffSlots } from './slots.ts';
import type { RequestFacts } from './stored-event.ts';

/** What staff do about the cause, in the profile's words; null for one that it does not know. */
export function remediationOf(profile: Profile, facts: RequestFacts): DossierFound['remediation'] {
  const { code, cause } = facts.request;
  const own = codeProfile(profile, code ?? '');
  const texts = causeProfile(profile, code ?? '', cause ?? '')?.texts;
  const local = texts && localText(profile, texts);
  if (own === undefined || local === undefined) return null;
  const fill = (text: string) => fillSlots(text, staffSlots(facts));
  return {
    title: fill(localText(profile, own.texts)?.title ?? ''),
    meaning: fill(local.meaning),
    steps: local.steps.map(fill),
  };
}
