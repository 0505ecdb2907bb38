import type { ReactNode } from 'react';
import { useAlertSetting } from '../../api/alert-settings.ts';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Modal, ModalActions } from '../../ui/modal.tsx';

interface RemoveDialogProps {
  readonly what: 'channel' | 'rule' | 'objective';
  readonly id: string;
  readonly call: (id: string) => Promise<undefined>;
  /** What changes for whom. */
  readonly description: ReactNode;
  readonly onClose: () => void;
}

/** Asks once more before a setting is gone. */
export function RemoveDialog({ what, id, call, description, onClose }: RemoveDialogProps) {
  const remove = useAlertSetting(call);
  return (
    <Modal title={`Remove this ${what}?`} description={description} onClose={onClose}>
      {remove.isError && (
        <div className="mt-4">
          <Failure what={`The ${what} was not removed`} error={remove.error} />
        </div>
      )}
      <ModalActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          variant="danger"
          disabled={remove.isPending}
          onClick={() => remove.mutate(id, { onSuccess: onClose })}
        >
          Remove the {what}
        </Button>
      </ModalActions>
    </Modal>
  );
}
