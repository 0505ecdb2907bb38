import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Modal, ModalActions } from '../../ui/modal.tsx';

interface Shown {
  title: string;
  /** How it is used. */
  description: string;
  secret: string;
  onClose: () => void;
}

/** A new token, which nobody can be shown again. */
export function SecretShownOnce({ title, description, secret, onClose }: Shown) {
  return (
    <Modal title={title} sticky onClose={onClose} description={description}>
      <div className="mt-4 flex items-center gap-2 rounded-lg border border-line bg-sunken py-2 pr-2 pl-3">
        <code data-secret className="min-w-0 flex-1 text-sm break-all select-all">
          {secret}
        </code>
        <CopyButton text={secret} what="Token" label="Copy" />
      </div>
      <ModalActions>
        <Button variant="primary" onClick={onClose}>
          I have copied it
        </Button>
      </ModalActions>
    </Modal>
  );
}
