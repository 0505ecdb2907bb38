import type { RevokedKey } from '@request-desk/shared/support-api';
import { useRevokeKey } from '../../../api/key-actions.ts';
import { codeOfKind } from '../../../api/profile.ts';
import { Button } from '../../../ui/button.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { Modal, ModalActions } from '../../../ui/modal.tsx';
import { toast } from '../../../ui/toast-store.ts';
import type { KeyDialogProps } from './key-dialog-props.ts';
import { LastUse } from './last-use.tsx';

/** Names the processes that do not reach the control plane and so do not know of it yet. */
function StillAdmitted({ by }: { readonly by: RevokedKey['unconfirmed'] }) {
  if (by.length === 0) return null;
  return (
    <div role="status" className="mt-4">
      <p className="font-medium text-bad">
        Revoked, but these API processes have not confirmed it and may still admit the key. Restart
        them, or restore their way to the control plane:
      </p>
      <ul className="mt-2 list-disc pl-5">
        {by.map(({ instance, host, last_seen }) => (
          <li key={instance}>
            <code>{instance}</code> on {host}, last seen <Instant iso={last_seen} show="ago" />
          </li>
        ))}
      </ul>
    </div>
  );
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
              'an error'
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
      {revoke.data && <StillAdmitted by={revoke.data.unconfirmed} />}
      <ModalActions>
        <Button onClick={onClose}>{revoke.data ? 'Close' : 'Cancel'}</Button>
        <Button
          variant="danger"
          disabled={revoke.isPending || revoke.data !== undefined}
          onClick={() =>
            revoke.mutate(undefined, {
              onSuccess: ({ unconfirmed }) => {
                if (unconfirmed.length > 0) return;
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
