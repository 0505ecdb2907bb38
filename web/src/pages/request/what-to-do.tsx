import type { DossierFound } from '@request-desk/shared/dossier';
import { Prose } from '../../ui/prose.tsx';
import { Section } from '../../ui/section.tsx';

/** What the support person does next, in order. */
export function WhatToDo({
  remediation,
}: {
  remediation: NonNullable<DossierFound['remediation']>;
}) {
  return (
    <Section title="What to do">
      <p className="max-w-[96ch] text-fg-2">
        <Prose text={remediation.meaning} />
      </p>
      <ol className="mt-3 space-y-2">
        {remediation.steps.map((step, index) => (
          <li key={step} className="flex max-w-[96ch] gap-3">
            <span
              aria-hidden="true"
              className="mt-px flex size-5 shrink-0 items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent tabular-nums"
            >
              {index + 1}
            </span>
            <span>
              <Prose text={step} />
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
