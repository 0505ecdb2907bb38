import { Prose } from '../../ui/prose.tsx';

/** What the support person does next, in order; what the failure means is the headline. */
export function WhatToDo({ steps }: { steps: readonly string[] }) {
  return (
    <div className="mt-2 border-t border-line pt-2 text-sm">
      <h3 className="text-sm font-semibold">What to do</h3>
      <ol className="mt-1 list-decimal space-y-0.5 pl-5 marker:text-fg-3">
        {steps.map((step) => (
          <li key={step} className="max-w-[96ch]">
            <Prose text={step} />
          </li>
        ))}
      </ol>
    </div>
  );
}
