import type { Claim, DossierFound } from '@request-desk/shared/dossier';
import { EyeOff } from 'lucide-react';
import { useState } from 'react';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { EvidenceList } from './evidence-list.tsx';
import { WhatToDo } from './what-to-do.tsx';

/** Lines that are read before anything is folded. */
const FIRST = 3;

interface VerdictProps {
  readonly dossier: DossierFound;
  readonly growing: boolean;
}

/** What was found out beyond the headline, each sentence with the rows it rests on, and what to do. */
export function Verdict({ dossier, growing }: VerdictProps) {
  const [all, setAll] = useState(false);
  const claims = newClaims(dossier);
  const more = claims.length - FIRST;
  if (growing)
    return (
      <Section title="What happened">
        <div className="space-y-2">
          <Skeleton className="h-6" />
          <Skeleton className="h-6" />
          <Skeleton className="h-6" />
        </div>
      </Section>
    );
  return (
    <Section title="What happened">
      {claims.length === 0 && <p className="text-sm text-fg-3">No further details are known.</p>}
      <ul className="divide-y divide-line">
        {(all ? claims : claims.slice(0, FIRST)).map((claim) => (
          <ClaimItem key={claim.text} claim={claim} />
        ))}
      </ul>
      {more > 0 && (
        <button
          type="button"
          aria-expanded={all}
          onClick={() => setAll(!all)}
          className="mt-1 rounded text-xs font-medium text-accent hover:underline"
        >
          {all ? 'Show less' : `Show ${more} more`}
        </button>
      )}
      {dossier.remediation && <WhatToDo steps={dossier.remediation.steps} />}
    </Section>
  );
}

function ClaimItem({ claim }: { claim: Claim }) {
  return (
    <li className="py-1.5 first:pt-0">
      <div className="grid gap-x-4 gap-y-1 sm:grid-cols-[minmax(0,1fr)_auto]">
        <p className="max-w-[96ch] text-sm">
          <bdi>{claim.text}</bdi>
          {claim.staff_only && (
            <span className="ml-2 inline-flex items-center gap-1 rounded border border-line px-1.5 text-2xs font-medium whitespace-nowrap text-fg-3">
              <EyeOff aria-hidden="true" className="size-3" />
              never tell the customer
            </span>
          )}
        </p>
        <EvidenceList evidence={claim.evidence} />
      </div>
    </li>
  );
}

/** The claims of a verdict without what the headline and the facts above them have said already. */
export function newClaims({ request, verdict }: DossierFound): Claim[] {
  const answered =
    request && `${request.method} ${request.route || request.path} was answered with `;
  return verdict.claims.filter(
    ({ text }) => text !== verdict.summary && !(answered && text.startsWith(answered)),
  );
}
