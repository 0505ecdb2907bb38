import type { CatalogueEntry, Retry } from '@request-desk/shared/catalogue-entry';
import type { ReactNode } from 'react';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Prose } from '../../ui/prose.tsx';
import { Section } from '../../ui/section.tsx';

const RETRY: Readonly<Record<Retry, string>> = {
  never: 'No. The same call fails again until it is changed.',
  after_retry_after: 'Yes, after the seconds that the Retry-After header names.',
  backoff: 'Yes, with growing pauses.',
};

/** What may be said outside: the text of the public documentation. */
export function ForCustomers({ entry }: { entry: CatalogueEntry }) {
  return (
    <Section
      title="For customers"
      actions={
        <CopyButton
          text={plain(`${entry.when} ${entry.nextStep}`)}
          what="Text for customers"
          label="Copy"
        />
      }
    >
      <dl className="space-y-3">
        <Part name="When it happens">
          <Prose text={entry.when} />
        </Part>
        <Part name="What to do">
          <Prose text={entry.nextStep} />
        </Part>
        <Part name="Does repeating the call help?">{RETRY[entry.retry]}</Part>
      </dl>
    </Section>
  );
}

function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs font-medium text-fg-3">{name}</dt>
      <dd className="mt-0.5">{children}</dd>
    </div>
  );
}

const plain = (text: string) => text.replaceAll('`', '');
