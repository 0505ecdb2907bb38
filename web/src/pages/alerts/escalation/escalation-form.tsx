import type { AlertChannel } from '@request-desk/shared/alert-channels-api';
import { type Escalation, escalationChain } from '@request-desk/shared/alert-escalation-api';
import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { saveEscalation, useAlertSetting } from '../../../api/alert-settings.ts';
import { Button } from '../../../ui/button.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { Faults } from '../../../ui/faults.tsx';
import { Field, fieldLook } from '../../../ui/field.tsx';
import { formFaults } from '../../../ui/form-faults.ts';
import { Modal, ModalActions } from '../../../ui/modal.tsx';
import { toast } from '../../../ui/toast-store.ts';
import { type DraftStep, StepFields } from './step-fields.tsx';

const MOST_STEPS = 5;

interface EscalationFormProps {
  readonly chain: Escalation;
  readonly channels: readonly AlertChannel[];
  readonly onClose: () => void;
}

/** Asks whom a page goes to next, and when. */
export function EscalationForm({ chain, channels, onClose }: EscalationFormProps) {
  const save = useAlertSetting(saveEscalation);
  const [steps, setSteps] = useState(() =>
    chain.steps.map(
      (step): DraftStep => ({
        key: crypto.randomUUID(),
        after: String(step.after_min),
        channels: step.channels,
      }),
    ),
  );
  const [repeat, setRepeat] = useState(String(chain.repeat));
  const [faults, setFaults] = useState<readonly string[]>([]);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const parsed = escalationChain.safeParse({
      steps: steps.map(({ after, channels: ids }) => ({ after_min: Number(after), channels: ids })),
      repeat: Number(repeat),
    });
    setFaults(parsed.success ? [] : formFaults(parsed.error));
    if (parsed.success)
      save.mutate(parsed.data, {
        onSuccess: () => {
          toast('Escalation saved');
          onClose();
        },
      });
  };
  return (
    <Modal
      title="Escalation"
      description="A page that nobody acknowledges is escalated step by step. An acknowledgement stops it."
      onClose={onClose}
    >
      <form onSubmit={onSubmit} className="mt-4 space-y-4">
        {steps.length === 0 && (
          <p className="text-sm text-fg-3">No steps: nobody else is notified.</p>
        )}
        {steps.map((step, index) => (
          <StepFields
            key={step.key}
            number={index + 1}
            step={step}
            channels={channels}
            onChange={(next) => setSteps(steps.with(index, next))}
            onRemove={() => setSteps(steps.toSpliced(index, 1))}
          />
        ))}
        {steps.length < MOST_STEPS && channels.length > 0 && (
          <Button
            variant="ghost"
            size="sm"
            onClick={() =>
              setSteps([...steps, { key: crypto.randomUUID(), after: '10', channels: [] }])
            }
          >
            <Plus aria-hidden="true" className="size-3.5" />
            Add a step
          </Button>
        )}
        <Field label="After the last step">
          <select
            value={repeat}
            onChange={({ target }) => setRepeat(target.value)}
            className={fieldLook}
          >
            <option value="0">stop</option>
            <option value="1">repeat once</option>
            <option value="2">repeat twice</option>
            <option value="3">repeat three times</option>
          </select>
        </Field>
        <Faults faults={faults} />
        {save.isError && <Failure what="The escalation was not saved" error={save.error} />}
        <ModalActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={save.isPending}>
            Save
          </Button>
        </ModalActions>
      </form>
    </Modal>
  );
}
