import type { RuleSpec } from '@request-desk/shared/alert-rules-api';
import { type FormEvent, useState } from 'react';
import { previewRule, saveRule, useAlertSetting } from '../../../api/alert-settings.ts';
import { Button } from '../../../ui/button.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { Faults } from '../../../ui/faults.tsx';
import { Modal, ModalActions } from '../../../ui/modal.tsx';
import { toast } from '../../../ui/toast-store.ts';
import { draftOf, newRule, specOf } from './rule-draft.ts';
import { RuleFields } from './rule-fields.tsx';
import { RulePreviewResult } from './rule-preview-result.tsx';

interface RuleFormProps {
  readonly id?: string;
  readonly initial?: RuleSpec;
  readonly onClose: () => void;
}

/** Writes a rule; what it would have done in the last week is shown before it is saved. */
export function RuleForm({ id, initial, onClose }: RuleFormProps) {
  const [draft, setDraft] = useState(() => (initial ? draftOf(initial) : newRule()));
  const [faults, setFaults] = useState<readonly string[]>([]);
  const save = useAlertSetting((spec: RuleSpec) => saveRule(id, spec));
  const preview = useAlertSetting(previewRule);

  /** Runs `act` with the rule, or says what is wrong with it. */
  const withSpec = (act: (spec: RuleSpec) => void) => {
    const result = specOf(draft);
    setFaults('faults' in result ? result.faults : []);
    if ('spec' in result) act(result.spec);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    withSpec((spec) =>
      save.mutate(spec, {
        onSuccess: () => {
          toast('Rule saved');
          onClose();
        },
      }),
    );
  };
  return (
    <Modal title={id === undefined ? 'New rule' : 'Edit the rule'} onClose={onClose}>
      <form onSubmit={onSubmit} className="mt-4 space-y-4">
        <RuleFields
          draft={draft}
          onChange={(change) => {
            setDraft({ ...draft, ...change });
            preview.reset();
          }}
        />
        <Faults faults={faults} />
        {preview.data && <RulePreviewResult preview={preview.data} />}
        {preview.isError && <Failure what="The rule could not be tried" error={preview.error} />}
        {save.isError && <Failure what="The rule was not saved" error={save.error} />}
        <ModalActions>
          <Button
            className="mr-auto"
            disabled={preview.isPending}
            onClick={() => withSpec((spec) => preview.mutate(spec))}
          >
            {preview.isPending ? 'Trying …' : 'Try on the last 7 days'}
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
