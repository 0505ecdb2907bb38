import type { ReactNode } from 'react';
import { apiProfile, codeOfKind } from '../../api/profile.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Section } from '../../ui/section.tsx';

/** What a quiet or empty installation shows: what this is, and how to make the first request. */
export function FirstRequest({ publicApiUrl }: { publicApiUrl: string }) {
  const command = `curl -i ${publicApiUrl}${examplePath()}`;
  const refusal = codeOfKind('credential_missing');
  return (
    <Section
      title="No request has arrived in the last hour"
      className="mx-auto max-w-2xl text-left"
    >
      <p className="text-fg-2">
        Every answer of the {apiProfile().name} carries an{' '}
        <code className="text-fg">x-request-id</code>. Its page here says what happened, why, and
        what to reply. Try it:
      </p>
      <ol className="mt-4 space-y-4">
        <Step number={1} title="Send a request">
          <div className="mt-1.5 flex items-center gap-2 rounded-lg border border-line bg-sunken py-1.5 pr-1.5 pl-3">
            <code className="min-w-0 flex-1 text-sm break-all">{command}</code>
            <CopyButton text={command} what="Command" label="Copy" />
          </div>
          {refusal && (
            <p className="mt-1.5 text-sm text-fg-3">
              It has no API key, so the answer is {refusal.status} <code>{refusal.code}</code>.
            </p>
          )}
        </Step>
        <Step number={2} title="Copy the id from the answer">
          <p className="text-sm text-fg-2">
            The <code className="text-fg">x-request-id</code> header, or all of the output.
          </p>
        </Step>
        <Step number={3} title="Paste it here">
          <p className="text-sm text-fg-2">
            Anywhere on this page. There is no need to click first.
          </p>
        </Step>
      </ol>
    </Section>
  );
}

/** A call that the profile names and that needs nothing filled in. */
function examplePath(): string {
  const calls = Object.values(apiProfile().scopes).flat();
  return calls.find((call) => /^GET [^:]+$/.test(call))?.slice('GET '.length) ?? '/';
}

interface StepProps {
  readonly number: number;
  readonly title: string;
  readonly children: ReactNode;
}

function Step({ number, title, children }: StepProps) {
  return (
    <li className="flex gap-3">
      <span
        aria-hidden="true"
        className="flex size-5.5 shrink-0 items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent"
      >
        {number}
      </span>
      <div className="min-w-0 flex-1">
        <h3 className="font-medium">{title}</h3>
        {children}
      </div>
    </li>
  );
}
