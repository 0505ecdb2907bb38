import type { Matcher } from '@request-desk/shared/silences-api';
import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useAlertSetting } from '../../../api/alert-settings.ts';
import { createSilence } from '../../../api/silences.ts';
import { Button } from '../../../ui/button.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { Field, fieldLook, TextInput } from '../../../ui/field.tsx';
import { Modal, ModalActions } from '../../../ui/modal.tsx';
import { toast } from '../../../ui/toast-store.ts';
import { MatcherFields } from './matcher-fields.tsx';

const HOUR_MS = 3_600_000;
const LENGTHS = [
  ['1', '1 hour'],
  ['4', '4 hours'],
  ['24', '1 day'],
  ['168', '7 days'],
] as const;

interface SilenceFormProps {
  readonly initial: readonly Matcher[];
  readonly onClose: () => void;
}

/** Asks which alerts shall tell nobody, how long, and why. */
export function SilenceForm({ initial, onClose }: SilenceFormProps) {
  const create = useAlertSetting(createSilence);
  const [matchers, setMatchers] = useState(() =>
    initial.map((matcher) => ({ ...matcher, key: crypto.randomUUID() })),
  );
  const [hours, setHours] = useState<string>('4');
  const [reason, setReason] = useState('');
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(
      {
        matchers: matchers.map(({ key: _key, ...matcher }) => matcher),
        reason: reason.trim(),
        ends_at: new Date(Date.now() + +hours * HOUR_MS).toISOString(),
      },
      {
        onSuccess: ({ covers }) => {
          toast(
            covers === 1
              ? 'Silenced; 1 alert is covered now'
              : `Silenced; ${covers} alerts are covered now`,
          );
          onClose();
        },
      },
    );
  };
  return (
    <Modal
      title="Silence alerts"
      description="Alerts that match every line still show here, but nobody is told."
      onClose={onClose}
    >
      <form onSubmit={onSubmit} className="mt-4 space-y-4">
        <fieldset>
          <legend className="text-sm font-medium">Alerts where</legend>
          <div className="mt-1.5 space-y-1.5">
            {matchers.map((matcher, index) => (
              <MatcherFields
                key={matcher.key}
                matcher={matcher}
                onChange={(next) =>
                  setMatchers(matchers.with(index, { ...next, key: matcher.key }))
                }
                {...(matchers.length > 1
                  ? { onRemove: () => setMatchers(matchers.toSpliced(index, 1)) }
                  : {})}
              />
            ))}
          </div>
          {matchers.length < 10 && (
            <Button
              look="quiet"
              size="sm"
              className="mt-1"
              onClick={() =>
                setMatchers([
                  ...matchers,
                  { label: 'code', op: '=', value: '', key: crypto.randomUUID() },
                ])
              }
            >
              <Plus aria-hidden="true" className="size-3.5" />
              And where
            </Button>
          )}
        </fieldset>
        <Field label="For">
          <select
            value={hours}
            onChange={(event) => setHours(event.target.value)}
            className={fieldLook}
          >
            {LENGTHS.map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </Field>
        <Field label="Reason" hint="The others see it, and who silenced.">
          <TextInput
            required
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
        {create.isError && <Failure what="Nothing was silenced" error={create.error} />}
        <ModalActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={reason.trim() === '' || create.isPending}>
            Silence
          </Button>
        </ModalActions>
      </form>
    </Modal>
  );
}
