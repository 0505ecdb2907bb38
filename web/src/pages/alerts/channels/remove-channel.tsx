import type { AlertChannel } from '@request-desk/shared/alert-channels-api';
import { removeChannel, useAlertSetting } from '../../../api/alert-settings.ts';
import { Button } from '../../../ui/button.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { Modal, ModalActions } from '../../../ui/modal.tsx';
import { Untrusted } from '../../../ui/untrusted.tsx';

interface RemoveChannelProps {
  readonly channel: AlertChannel;
  readonly onClose: () => void;
}

/** Asks once more before nobody is told there any longer. */
export function RemoveChannel({ channel, onClose }: RemoveChannelProps) {
  const remove = useAlertSetting(removeChannel);
  return (
    <Modal
      title="Remove this channel?"
      description={
        <>
          Nobody is told by <Untrusted text={channel.name} /> any longer.
        </>
      }
      onClose={onClose}
    >
      {remove.isError && (
        <div className="mt-4">
          <Failure what="The channel was not removed" error={remove.error} />
        </div>
      )}
      <ModalActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          look="danger"
          disabled={remove.isPending}
          onClick={() => remove.mutate(channel.id, { onSuccess: onClose })}
        >
          Remove the channel
        </Button>
      </ModalActions>
    </Modal>
  );
}
