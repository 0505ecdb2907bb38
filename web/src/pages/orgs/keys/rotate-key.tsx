import { useState } from 'react';
import { useRotateKey } from '../../../api/key-actions.ts';
import { Button } from '../../../ui/button.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { Modal, ModalActions } from '../../../ui/modal.tsx';
import type { KeyDialogProps } from './key-dialog-props.ts';
import { LastUse } from './last-use.tsx';
import { NewKeySecret } from './new-key-secret.tsx';

/** Mints a successor, and asks whether the old key may go on until the new one is in use. */
export function RotateKey({ apiKey, onClose }: KeyDialogProps) {
  const rotate = useRotateKey(apiKey.id);
  const [keepOld, setKeepOld] = useState(true);
  if (rotate.data) return <NewKeySecret minted={rotate.data} onClose={onClose} />;
  return (
    <Modal
      title={`Rotate ${apiKey.prefix}…`}
      onClose={onClose}
      description="A new key with the same name and scopes takes its place."
    >
      <fieldset className="mt-4 space-y-2 text-sm">
        <legend className="mb-1.5 font-medium">The old key</legend>
        <Choice chosen={keepOld} onChoose={() => setKeepOld(true)}>
          stays valid until it is revoked, so that the customer can deploy the new one first
        </Choice>
        <Choice chosen={!keepOld} onChoose={() => setKeepOld(false)}>
          ends at once, because others may know it
        </Choice>
      </fieldset>
      {!keepOld && <LastUse apiKey={apiKey} />}
      {rotate.isError && (
        <div className="mt-4">
          <Failure what="The key was not rotated" error={rotate.error} />
        </div>
      )}
      <ModalActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          variant="primary"
          disabled={rotate.isPending}
          onClick={() => rotate.mutate({ keep_old: keepOld })}
        >
          Rotate the key
        </Button>
      </ModalActions>
    </Modal>
  );
}

interface ChoiceProps {
  readonly chosen: boolean;
  readonly onChoose: () => void;
  readonly children: string;
}

function Choice({ chosen, onChoose, children }: ChoiceProps) {
  return (
    <label className="flex items-start gap-2">
      <input
        type="radio"
        name="old-key"
        checked={chosen}
        onChange={onChoose}
        className="mt-0.5 size-4 accent-[var(--accent-fill)]"
      />
      {children}
    </label>
  );
}
