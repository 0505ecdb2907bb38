import { type ObjectiveSpec, objectiveSpec } from '@request-desk/shared/objectives-api';
import { saveObjective, useAlertSetting } from '../../../api/alert-settings.ts';
import { Button } from '../../../ui/button.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { NUMBER, PERCENT, TEXT_OR_NULL } from '../../../ui/form/text-form.ts';
import { WireCheck, WireInput } from '../../../ui/form/wire-fields.tsx';
import { OtherFaults, useWireForm } from '../../../ui/form/wire-form.tsx';
import { Modal, ModalActions } from '../../../ui/modal.tsx';
import { toast } from '../../../ui/toast-store.ts';

const NEW_OBJECTIVE = { name: '', route: null, target: 0.999, window_days: 28, enabled: true };

interface ObjectiveFormProps {
  readonly id?: string;
  readonly initial?: ObjectiveSpec;
  readonly onClose: () => void;
}

/** Writes an objective; what speaks against it is shown in the list once it is saved. */
export function ObjectiveForm({ id, initial, onClose }: ObjectiveFormProps) {
  const { control, handleSubmit } = useWireForm(objectiveSpec, initial ?? NEW_OBJECTIVE);
  const save = useAlertSetting((spec: ObjectiveSpec) => saveObjective(id, spec));
  const onSubmit = handleSubmit((spec) =>
    save.mutate(spec, {
      onSuccess: ({ warnings: [warning] }) => {
        toast(warning === undefined ? 'Objective saved' : `Objective saved. ${warning}`);
        onClose();
      },
    }),
  );
  return (
    <Modal title={id === undefined ? 'New objective' : 'Edit the objective'} onClose={onClose}>
      <form onSubmit={onSubmit} className="mt-4 space-y-4">
        <WireInput control={control} name="name" label="Name" required maxLength={120} />
        <WireInput
          control={control}
          name="route"
          as={TEXT_OR_NULL}
          label="Route"
          hint={
            id === undefined
              ? 'Leave empty for all requests'
              : 'Make another objective for another route'
          }
          maxLength={200}
          placeholder="/things/:id"
          disabled={id !== undefined}
          className="font-mono text-xs disabled:text-fg-3"
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <WireInput
            control={control}
            name="target"
            as={PERCENT}
            label="Without a 5xx, % of requests"
            required
            inputMode="decimal"
            className="text-right tabular-nums"
          />
          <WireInput
            control={control}
            name="window_days"
            as={NUMBER}
            label="Window, days"
            required
            inputMode="numeric"
            className="text-right tabular-nums"
          />
        </div>
        <WireCheck control={control} name="enabled">
          Alert when its budget burns too fast
        </WireCheck>
        <OtherFaults control={control} />
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
