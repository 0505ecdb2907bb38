import { type ReactNode, useState } from 'react';
import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';
import { CheckInput } from './field.tsx';
import { Modal, ModalActions } from './modal.tsx';

interface SecretProps {
  readonly title: string;
  /** How it is used. */
  readonly description: ReactNode;
  readonly secret: string;
  /** What it is called where it is copied. */
  readonly what: string;
  /** Has to be ticked before the dialog closes. */
  readonly confirmation?: string;
  readonly onClose: () => void;
}

/** A new secret, which nobody can be shown again. */
export function SecretShownOnce(props: SecretProps) {
  const { title, description, secret, what, confirmation, onClose } = props;
  const [confirmed, setConfirmed] = useState(confirmation === undefined);
  return (
    <Modal title={title} sticky onClose={onClose} description={description}>
      <div className="mt-4 flex items-center gap-2 rounded-lg border border-line bg-sunken py-2 pr-2 pl-3">
        <code data-secret className="min-w-0 flex-1 text-sm break-all select-all">
          {secret}
        </code>
        <CopyButton text={secret} what={what} label="Copy" />
      </div>
      {confirmation !== undefined && (
        <div className="mt-4">
          <CheckInput checked={confirmed} onChange={(event) => setConfirmed(event.target.checked)}>
            {confirmation}
          </CheckInput>
        </div>
      )}
      <ModalActions>
        <Button variant="primary" disabled={!confirmed} onClick={onClose}>
          {confirmation === undefined ? 'I have copied it' : 'Done'}
        </Button>
      </ModalActions>
    </Modal>
  );
}
