import type { MintedKey } from '@request-desk/shared/support-api';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { CheckInput } from '../../../ui/field.tsx';
import { Modal, ModalActions } from '../../../ui/modal.tsx';

/** Shows a new key's secret, this one time; closes only once somebody says that they have it. */
export function SecretOnce({ minted, onClose }: { minted: MintedKey; onClose: () => void }) {
  const [kept, setKept] = useState(false);
  return (
    <Modal
      title="The new key"
      sticky
      onClose={onClose}
      description={
        <p className="flex gap-2">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warn" />
          It is shown this one time and stored nowhere. Send it to the customer in a way that only
          they can read, never in a ticket.
        </p>
      }
    >
      <div className="mt-4 flex items-center gap-2 rounded-lg border border-line bg-sunken py-2 pr-2 pl-3">
        <code data-secret className="min-w-0 flex-1 text-sm break-all select-all">
          {minted.secret}
        </code>
        <CopyButton text={minted.secret} what="API key" label="Copy" />
      </div>
      <div className="mt-4">
        <CheckInput checked={kept} onChange={(event) => setKept(event.target.checked)}>
          I have copied the key
        </CheckInput>
      </div>
      <ModalActions>
        <Button variant="primary" disabled={!kept} onClick={onClose}>
          Done
        </Button>
      </ModalActions>
    </Modal>
  );
}
