import type { AlertChannel } from '@request-desk/shared/alert-channels-api';
import { removeChannel } from '../../../api/alert-settings.ts';
import { Untrusted } from '../../../ui/untrusted.tsx';
import { RemoveDialog } from '../remove-dialog.tsx';

interface RemoveChannelProps {
  readonly channel: AlertChannel;
  readonly onClose: () => void;
}

/** Asks once more before notifications there end. */
export function RemoveChannel({ channel, onClose }: RemoveChannelProps) {
  const description = (
    <>
      Nobody is notified through <Untrusted text={channel.name} /> any longer.
    </>
  );
  return (
    <RemoveDialog
      what="channel"
      id={channel.id}
      call={removeChannel}
      description={description}
      onClose={onClose}
    />
  );
}
