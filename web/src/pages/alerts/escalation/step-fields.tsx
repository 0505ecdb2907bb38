import type { AlertChannel } from '@request-desk/shared/alert-channels-api';
import { X } from 'lucide-react';
import { Button } from '../../../ui/button.tsx';
import { CheckInput, Field, TextInput } from '../../../ui/field.tsx';
import { Untrusted } from '../../../ui/untrusted.tsx';

/** A step while it is written. */
export interface DraftStep {
  readonly key: string;
  /** Minutes, as typed. */
  readonly after: string;
  readonly channels: readonly string[];
}

interface StepFieldsProps {
  /** From 1. */
  readonly number: number;
  readonly step: DraftStep;
  readonly channels: readonly AlertChannel[];
  readonly onChange: (next: DraftStep) => void;
  readonly onRemove: () => void;
}

/** One step: after how long, and to which channels. */
export function StepFields({ number, step, channels, onChange, onRemove }: StepFieldsProps) {
  const toggle = (id: string, on: boolean) =>
    onChange({
      ...step,
      channels: on ? [...step.channels, id] : step.channels.filter((each) => each !== id),
    });
  return (
    <fieldset className="rounded-lg border border-line p-3">
      <legend className="px-1 text-sm font-medium">Step {number}</legend>
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1 space-y-3">
          <Field
            label={number === 1 ? 'Minutes after the page' : 'Minutes after the previous step'}
          >
            <TextInput
              inputMode="numeric"
              value={step.after}
              onChange={({ target }) => onChange({ ...step, after: target.value })}
            />
          </Field>
          <fieldset className="space-y-1.5">
            <legend className="mb-1 text-sm font-medium">Notify</legend>
            {channels.map(({ id, name }) => (
              <CheckInput
                key={id}
                checked={step.channels.includes(id)}
                onChange={({ target }) => toggle(id, target.checked)}
              >
                <Untrusted text={name} />
              </CheckInput>
            ))}
          </fieldset>
        </div>
        <Button variant="ghost" size="sm" aria-label={`Remove step ${number}`} onClick={onRemove}>
          <X aria-hidden="true" className="size-3.5" />
        </Button>
      </div>
    </fieldset>
  );
}
