import { HOUR_MS } from '@request-desk/shared/durations';
import { type NewMaintenance, newMaintenance } from '@request-desk/shared/maintenance-api';
import type { Matcher } from '@request-desk/shared/silences-api';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { useAlertSetting } from '../../../api/alert-settings.ts';
import { createMaintenance, maintenancePreviewQuery } from '../../../api/silences.ts';
import { Button } from '../../../ui/button.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { WireChoice, WireInput } from '../../../ui/form/wire-fields.tsx';
import { OtherFaults, useWireForm } from '../../../ui/form/wire-form.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { Modal, ModalActions } from '../../../ui/modal.tsx';
import { toast } from '../../../ui/toast-store.ts';
import { useSettled } from '../../../ui/use-settled.ts';
import {
  type DraftMatcher,
  draftMatchers,
  MatcherList,
  matchersOf,
} from '../silences/matcher-list.tsx';
import { SuppressionPreview } from '../silences/suppression-preview.tsx';
import { ScheduleFields } from './schedule-fields.tsx';

const TYPED_MS = 400;

const EVERYTHING: readonly Matcher[] = [{ label: 'kind', op: '=', value: 'global' }];

/** From the next hour on, in the zone of the browser. */
function nextHour(): NewMaintenance {
  const hour = new Date(Date.now() + HOUR_MS);
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${hour.getFullYear()}-${two(hour.getMonth() + 1)}-${two(hour.getDate())}`;
  return {
    title: '',
    matchers: [...EVERYTHING],
    effect: 'soften',
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    starts: `${date}T${two(hour.getHours())}:00`,
    duration_min: 60,
    recurrence: { every: 'once' },
    until: null,
  };
}

/** Plans a time in which alerts notify nobody, or not as pages. */
export function MaintenanceForm({ onClose }: { onClose: () => void }) {
  const create = useAlertSetting(createMaintenance);
  const form = useWireForm(newMaintenance, nextHour());
  const { control, handleSubmit, setValue } = form;
  const [matchers, setMatchers] = useState<readonly DraftMatcher[]>(() =>
    draftMatchers(EVERYTHING),
  );
  const values = useWatch({ control });
  // What it covers does not depend on how it is called.
  const shown = newMaintenance.safeParse({ ...values, title: values.title || '-' });
  const onSubmit = handleSubmit((plan) =>
    create.mutate(plan, {
      onSuccess: () => {
        toast('Maintenance planned');
        onClose();
      },
    }),
  );
  return (
    <Modal
      title="Plan maintenance"
      description="Matching alerts are still shown here. Alerts that still fire when the window ends are notified then."
      onClose={onClose}
    >
      <form onSubmit={onSubmit} className="mt-4 space-y-4">
        <WireInput
          control={control}
          name="title"
          label="Title"
          hint="Shown to staff and in charts."
          required
          maxLength={200}
        />
        <MatcherList
          matchers={matchers}
          onChange={(next) => {
            setMatchers(next);
            setValue('matchers', matchersOf(next));
          }}
        />
        <div>
          <p className="mb-1.5 text-sm font-medium">Matching alerts</p>
          <WireChoice
            control={control}
            name="effect"
            label="Effect"
            options={[
              ['soften', 'notified, never paged'],
              ['mute', 'not notified'],
            ]}
          />
        </div>
        <ScheduleFields form={form} />
        {shown.success && <Preview plan={shown.data} />}
        <OtherFaults control={control} />
        {create.isError && <Failure what="The maintenance was not planned" error={create.error} />}
        <ModalActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={create.isPending}>
            Plan it
          </Button>
        </ModalActions>
      </form>
    </Modal>
  );
}

function Preview({ plan }: { plan: NewMaintenance }) {
  const answer = useQuery(maintenancePreviewQuery(useSettled(plan, TYPED_MS)));
  const next = answer.data?.occurrences ?? [];
  return (
    <>
      {!answer.isError && next.length > 0 && (
        <div className="text-sm">
          <p className="font-medium">Next occurrences</p>
          <ol className="mt-1 space-y-0.5 text-xs text-fg-2">
            {next.map(({ starts_at, ends_at }) => (
              <li key={starts_at}>
                <Instant iso={starts_at} show="stamp" /> to <Instant iso={ends_at} show="clock" />
              </li>
            ))}
          </ol>
        </div>
      )}
      {answer.data && next.length === 0 && (
        <p className="text-sm text-warn">
          This window would never be active: all of it is in the past.
        </p>
      )}
      <SuppressionPreview
        answer={answer}
        verb={plan.effect === 'mute' ? 'would mute' : 'would soften'}
      />
    </>
  );
}
