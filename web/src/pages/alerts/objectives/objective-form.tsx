import type { ObjectiveSpec } from '@request-desk/shared/objectives-api';
import { type FormEvent, useState } from 'react';
import { saveObjective, useAlertSetting } from '../../../api/alert-settings.ts';
import { Button } from '../../../ui/button.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { Faults } from '../../../ui/faults.tsx';
import { CheckInput, Field, TextInput } from '../../../ui/field.tsx';
import { Modal, ModalActions } from '../../../ui/modal.tsx';
import { toast } from '../../../ui/toast-store.ts';
import { draftOf, newObjective, specOf } from './objective-draft.ts';

interface ObjectiveFormProps {
  readonly id?: string;
  readonly initial?: ObjectiveSpec;
  readonly onClose: () => void;
}

/** Writes an objective; what speaks against it is shown in the list once it is saved. */
export function ObjectiveForm({ id, initial, onClose }: ObjectiveFormProps) {
  const [draft, setDraft] = useState(() => (initial ? draftOf(initial) : newObjective()));
  const [faults, setFaults] = useState<readonly string[]>([]);
  const save = useAlertSetting((spec: ObjectiveSpec) => saveObjective(id, spec));
  const change = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const result = specOf(draft);
    setFaults('faults' in result ? result.faults : []);
    if (!('spec' in result)) return;
    save.mutate(result.spec, {
      onSuccess: ({ warnings: [warning] }) => {
        toast(warning === undefined ? 'Objective saved' : `Objective saved. ${warning}`);
        onClose();
      },
    });
  };
  return (
    <Modal title={id === undefined ? 'New objective' : 'Edit the objective'} onClose={onClose}>
      <form onSubmit={onSubmit} className="mt-4 space-y-4">
        <Field label="Name">
          <TextInput
            required
            maxLength={120}
            value={draft.name}
            onChange={({ target }) => change({ name: target.value })}
          />
        </Field>
        <Field
          label="Route"
          hint={
            id === undefined ? 'Empty: all requests' : 'Make another objective for another route'
          }
        >
          <TextInput
            maxLength={200}
            placeholder="/things/:id"
            disabled={id !== undefined}
            value={draft.route}
            onChange={({ target }) => change({ route: target.value })}
            className="font-mono text-xs disabled:text-fg-3"
          />
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Without a 5xx, % of requests">
            <TextInput
              required
              inputMode="decimal"
              value={draft.target}
              onChange={({ target }) => change({ target: target.value })}
              className="text-right tabular-nums"
            />
          </Field>
          <Field label="Over the last days">
            <TextInput
              required
              inputMode="numeric"
              value={draft.windowDays}
              onChange={({ target }) => change({ windowDays: target.value })}
              className="text-right tabular-nums"
            />
          </Field>
        </div>
        <CheckInput
          checked={draft.enabled}
          onChange={({ target }) => change({ enabled: target.checked })}
        >
          Alert when its budget burns too fast
        </CheckInput>
        <Faults faults={faults} />
        {save.isError && <Failure what="The objective was not saved" error={save.error} />}
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
