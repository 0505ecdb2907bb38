import type { AlertChannel } from '@request-desk/shared/alert-channels-api';
import { useQuery } from '@tanstack/react-query';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { escalationQuery } from '../../../api/alert-settings.ts';
import { Button } from '../../../ui/button.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { Section } from '../../../ui/section.tsx';
import { LoadingText } from '../../../ui/skeleton.tsx';
import { Untrusted } from '../../../ui/untrusted.tsx';
import { EscalationForm } from './escalation-form.tsx';

interface EscalationSectionProps {
  readonly channels: readonly AlertChannel[];
  readonly mayChange: boolean;
}

/** Whom a page reaches, and after how long, when nobody acknowledges it. */
export function EscalationSection({ channels, mayChange }: EscalationSectionProps) {
  const answer = useQuery(escalationQuery());
  const [editing, setEditing] = useState(false);
  const chain = answer.data;
  const nameOf = (id: string) => channels.find((channel) => channel.id === id)?.name ?? id;
  return (
    <Section
      title="Escalation"
      note="of a page that nobody acknowledges"
      actions={
        mayChange &&
        chain && (
          <Button size="sm" onClick={() => setEditing(true)} aria-label="Edit the escalation">
            <Pencil aria-hidden="true" className="size-3.5" />
            Edit
          </Button>
        )
      }
    >
      {answer.isError && (
        <Failure
          what="The escalation could not be loaded"
          error={answer.error}
          retry={() => void answer.refetch()}
        />
      )}
      {answer.isPending && <LoadingText>Loading the escalation</LoadingText>}
      {chain?.steps.length === 0 && (
        <p className="text-sm text-fg-3">
          No escalation: only the channels that got the page are notified.
        </p>
      )}
      {chain && chain.steps.length > 0 && (
        <>
          <ol className="space-y-1 text-sm">
            {chain.steps.map((step, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two steps may be the same
              <li key={index} className="flex gap-3">
                <span className="w-24 shrink-0 text-fg-3 tabular-nums">
                  {index === 0 ? '' : '+ '}
                  {step.after_min} min
                </span>
                <Untrusted text={step.channels.map(nameOf).join(', ')} />
              </li>
            ))}
          </ol>
          <p className="mt-2 text-xs text-fg-3">
            {chain.repeat === 0
              ? 'Runs once; stops after the last step, or when somebody acknowledges.'
              : `Repeats ${chain.repeat} ${chain.repeat === 1 ? 'time' : 'times'}; stops when somebody acknowledges.`}
          </p>
        </>
      )}
      {editing && chain && (
        <EscalationForm chain={chain} channels={channels} onClose={() => setEditing(false)} />
      )}
    </Section>
  );
}
