import { type RuleSpec, ruleSpec } from '@request-desk/shared/alert-rules-api';
import { codesOfClass } from '@request-desk/shared/profile-codes';
import { useEffect } from 'react';
import { previewRule, saveRule, useAlertSetting } from '../../../api/alert-settings.ts';
import { apiProfile } from '../../../api/profile.ts';
import { Button } from '../../../ui/button.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { OtherFaults, useWireForm } from '../../../ui/form/wire-form.tsx';
import { Modal, ModalActions } from '../../../ui/modal.tsx';
import { toast } from '../../../ui/toast-store.ts';
import { RuleFields } from './rule-fields.tsx';
import { RulePreviewResult } from './rule-preview-result.tsx';

/** A rule about the API's own faults, to begin with. */
const newRule = () => ({
  name: '',
  codes: codesOfClass(apiProfile(), 'server'),
  route: null,
  org: null,
  each: null,
  measure: 'ratio' as const,
  threshold: 0.05,
  window_s: 60,
  min_errors: 5,
  severity: 'notify' as const,
  enabled: true,
});

interface RuleFormProps {
  readonly id?: string;
  readonly initial?: RuleSpec;
  readonly onClose: () => void;
}

/** Writes a rule; what it would have done in the last week is shown before it is saved. */
export function RuleForm({ id, initial, onClose }: RuleFormProps) {
  const form = useWireForm(ruleSpec, initial ?? newRule());
  const save = useAlertSetting((spec: RuleSpec) => saveRule(id, spec));
  const preview = useAlertSetting(previewRule);
  const { reset } = preview;
  // What it would have done is said of the rule that is shown.
  useEffect(
    () => form.subscribe({ formState: { values: true }, callback: () => reset() }),
    [form, reset],
  );
  const onSubmit = form.handleSubmit((spec) =>
    save.mutate(spec, {
      onSuccess: () => {
        toast('Rule saved');
        onClose();
      },
    }),
  );
  return (
    <Modal title={id === undefined ? 'New rule' : 'Edit the rule'} onClose={onClose}>
      <form onSubmit={onSubmit} className="mt-4 space-y-4">
        <RuleFields form={form} />
        <OtherFaults control={form.control} />
        {preview.data && <RulePreviewResult preview={preview.data} />}
        {preview.isError && <Failure what="The rule could not be tested" error={preview.error} />}
        {save.isError && <Failure what="The rule was not saved" error={save.error} />}
        <ModalActions>
          <Button
            className="mr-auto"
            disabled={preview.isPending}
            onClick={form.handleSubmit((spec) => preview.mutate(spec))}
          >
            {preview.isPending ? 'Testing …' : 'Test on the last 7 days'}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={save.isPending}>
            Save
          </Button>
        </ModalActions>
      </form>
    </Modal>
  );
}
