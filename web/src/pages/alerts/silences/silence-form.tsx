import { HOUR_MS } from '@request-desk/shared/durations';
import type { Matcher } from '@request-desk/shared/silences-api';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useAlertSetting } from '../../../api/alert-settings.ts';
import { createSilence, silencePreviewQuery } from '../../../api/silences.ts';
import { Button } from '../../../ui/button.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { Field, fieldLook, TextInput } from '../../../ui/field.tsx';
import { Modal, ModalActions } from '../../../ui/modal.tsx';
import { toast } from '../../../ui/toast-store.ts';
import { useSettled } from '../../../ui/use-settled.ts';
import { type DraftMatcher, draftMatchers, MatcherList, matchersOf } from './matcher-list.tsx';
import { SuppressionPreview } from './suppression-preview.tsx';

const TYPED_MS = 400;
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

/** Asks which alerts notify nobody, how long, and why. */
export function SilenceForm({ initial, onClose }: SilenceFormProps) {
  const create = useAlertSetting(createSilence);
  const [matchers, setMatchers] = useState<readonly DraftMatcher[]>(() => draftMatchers(initial));
  const preview = useQuery(silencePreviewQuery(useSettled(matchersOf(matchers), TYPED_MS)));
  const [hours, setHours] = useState<string>('1');
  const [reason, setReason] = useState('');
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(
      {
        matchers: matchersOf(matchers),
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
      description="Matching alerts are still shown here, but nobody is notified."
      onClose={onClose}
    >
      <form onSubmit={onSubmit} className="mt-4 space-y-4">
        <MatcherList matchers={matchers} onChange={setMatchers} />
        <SuppressionPreview answer={preview} verb="mutes" />
        <Field label="Duration">
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
        <Field label="Reason" hint="Shown to staff with your name.">
          <TextInput
            required
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
        {create.isError && <Failure what="The silence was not created" error={create.error} />}
        <ModalActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="primary"
            disabled={reason.trim() === '' || create.isPending}
          >
            Silence
          </Button>
        </ModalActions>
      </form>
    </Modal>
  );
}
