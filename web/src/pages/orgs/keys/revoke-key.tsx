import type { ApiKey } from '@request-desk/shared/support-api';
import { useRevokeKey } from '../../../api/key-actions.ts';
import { codeOfKind } from '../../../api/profile.ts';
import { Button } from '../../../ui/button.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { Modal, ModalActions } from '../../../ui/modal.tsx';
import { toast } from '../../../ui/toast-store.ts';
import { LastUse } from './last-use.tsx';

interface KeyDialogProps {
  readonly apiKey: ApiKey;
  readonly onClose: () => void;
}

/** Asks once more before a key ends for good. */
export function RevokeKey({ apiKey, onClose }: KeyDialogProps) {
  const revoke = useRevokeKey(apiKey.id);
  const refusal = codeOfKind('key_revoked');
  return (
    <Modal
      title={`Revoke ${apiKey.prefix}…?`}
      onClose={onClose}
      description={
        <>
          <p>
            From then on its calls are answered with{' '}
            {refusal ? (
              <>
                {refusal.status} <code>{refusal.code}</code>
              </>
            ) : (
              'a refusal'
            )}
            . This cannot be undone.
          </p>
          <LastUse apiKey={apiKey} />
        </>
      }
    >
      {revoke.isError && (
        <div className="mt-4">
          <Failure what="The key was not revoked" error={revoke.error} />
        </div>
      )}
      <ModalActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          look="danger"
          disabled={revoke.isPending}
          onClick={() =>
            revoke.mutate(undefined, {
              onSuccess: () => {
                toast(`${apiKey.prefix}… revoked`);
                onClose();
              },
            })
          }
        >
          Revoke the key
        </Button>
      </ModalActions>
    </Modal>
  );
}
