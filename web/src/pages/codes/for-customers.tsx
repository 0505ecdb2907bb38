import type { CodeProfile } from '@request-desk/shared/profile';
import { localText } from '@request-desk/shared/profile-codes';
import type { ReactNode } from 'react';
import { apiProfile } from '../../api/profile.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Prose } from '../../ui/prose.tsx';
import { Section } from '../../ui/section.tsx';
import { generalText } from './general-text.ts';

const RETRY: Readonly<Record<CodeProfile['retry'], string>> = {
  never: 'No. The same call fails again until it is changed.',
  after_retry_after: 'Yes, after the seconds that the Retry-After header names.',
  backoff: 'Yes, with growing pauses.',
};

/** What may be said outside: the text of the public documentation. */
export function ForCustomers({ code, entry }: { code: string; entry: CodeProfile }) {
  const text = localText(apiProfile(), entry.texts);
  if (!text) return null;
  const [when, nextStep] = [generalText(text.when, code), generalText(text.next_step, code)];
  return (
    <Section
      title="For customers"
      actions={
        <CopyButton text={plain(`${when} ${nextStep}`)} what="Text for customers" label="Copy" />
      }
    >
      <dl className="space-y-3">
        <Part name="When it happens">
          <Prose text={when} />
        </Part>
        <Part name="What to do">
          <Prose text={nextStep} />
        </Part>
        <Part name="Should the call be retried?">{RETRY[entry.retry]}</Part>
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
