import type { Claim, Verdict as VerdictData } from '@request-desk/shared/dossier';
import { EyeOff } from 'lucide-react';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { EvidenceList } from './evidence-list.tsx';

/** What happened in plain English; every sentence opens to the rows it rests on. */
export function Verdict({ verdict, growing }: { verdict: VerdictData; growing: boolean }) {
  return (
    <Section title="What happened">
      <p className="max-w-[70ch] text-xl leading-snug font-semibold tracking-tight text-pretty max-sm:text-lg">
        <bdi>{verdict.summary}</bdi>
      </p>
      {verdict.claims.length > 0 && (
        <ul className="mt-4 divide-y divide-line border-t border-line">
          {verdict.claims.map((claim) => (
            <ClaimItem key={claim.text} claim={claim} />
          ))}
        </ul>
      )}
      {growing && (
        <div className="mt-3 space-y-3">
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
        </div>
      )}
    </Section>
  );
}

function ClaimItem({ claim }: { claim: Claim }) {
  return (
    <li className="py-2.5 last:pb-0">
      <p className="max-w-[96ch]">
        <bdi>{claim.text}</bdi>
        {claim.staff_only && (
          <span className="ml-2 inline-flex items-center gap-1 rounded border border-line px-1.5 text-2xs font-medium whitespace-nowrap text-fg-3">
            <EyeOff aria-hidden="true" className="size-3" />
            never tell the customer
          </span>
        )}
      </p>
      <EvidenceList evidence={claim.evidence} />
    </li>
  );
}
