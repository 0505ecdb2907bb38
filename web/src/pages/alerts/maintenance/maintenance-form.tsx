import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useAlertSetting } from '../../../api/alert-settings.ts';
import { createMaintenance, maintenancePreviewQuery } from '../../../api/silences.ts';
import { Button } from '../../../ui/button.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { Faults } from '../../../ui/faults.tsx';
import { Field, TextInput } from '../../../ui/field.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { Modal, ModalActions } from '../../../ui/modal.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { toast } from '../../../ui/toast-store.ts';
import { useSettled } from '../../../ui/use-settled.ts';
import {
  type DraftMatcher,
  draftMatchers,
  MatcherList,
  matchersOf,
} from '../silences/matcher-list.tsx';
import { QuietPreview } from '../silences/quiet-preview.tsx';
import { maintenanceOf, newDraft } from './maintenance-draft.ts';
import { ScheduleFields } from './schedule-fields.tsx';

const TYPED_MS = 400;

/** Plans a time in which alerts notify nobody, or not as pages. */
export function MaintenanceForm({ onClose }: { onClose: () => void }) {
  const create = useAlertSetting(createMaintenance);
  const [draft, setDraft] = useState(() => newDraft(new Date()));
  const [matchers, setMatchers] = useState<readonly DraftMatcher[]>(() =>
    draftMatchers([{ label: 'kind', op: '=', value: 'global' }]),
  );
  const [faults, setFaults] = useState<readonly string[]>([]);
  const change = (next: Partial<typeof draft>) => setDraft({ ...draft, ...next });
  // What it covers does not depend on how it is called.
  const shown = maintenanceOf({ ...draft, title: draft.title.trim() || '-' }, matchersOf(matchers));
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const result = maintenanceOf(draft, matchersOf(matchers));
    setFaults('faults' in result ? result.faults : []);
    if ('plan' in result)
      create.mutate(result.plan, {
        onSuccess: () => {
          toast('Maintenance planned');
          onClose();
        },
      });
  };
  return (
    <Modal
      title="Plan maintenance"
      description="Alerts that match every line still show here. What still fires when it ends is notified then."
      onClose={onClose}
    >
      <form onSubmit={onSubmit} className="mt-4 space-y-4">
        <Field label="What happens" hint="The others see it, and so do charts.">
          <TextInput
            required
            maxLength={200}
            value={draft.title}
            onChange={({ target }) => change({ title: target.value })}
          />
        </Field>
        <MatcherList matchers={matchers} onChange={setMatchers} />
        <div>
          <p className="mb-1.5 text-sm font-medium">They are</p>
          <Segmented
            label="Effect"
            options={[
              ['soften', 'notified, never paged'],
              ['mute', 'not notified'],
            ]}
            value={draft.effect}
            onChange={(effect) => change({ effect })}
          />
        </div>
        <ScheduleFields draft={draft} onChange={change} />
        {'plan' in shown && <Preview plan={shown.plan} />}
        <Faults faults={faults} />
        {create.isError && <Failure what="Nothing was planned" error={create.error} />}
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

type Plan = Parameters<typeof maintenancePreviewQuery>[0];

function Preview({ plan }: { plan: Plan }) {
  const answer = useQuery(maintenancePreviewQuery(useSettled(plan, TYPED_MS)));
  const next = answer.data?.occurrences ?? [];
  return (
    <>
      {!answer.isError && next.length > 0 && (
        <div className="text-sm">
          <p className="font-medium">Next times</p>
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
        <p className="text-sm text-warn">It would never be on: all of it has passed.</p>
      )}
      <QuietPreview answer={answer} verb={plan.effect === 'mute' ? 'would mute' : 'would soften'} />
    </>
  );
}
