import type { ProducerStatus } from '@request-desk/shared/completeness-api';
import { useState } from 'react';
import { useDecision } from '../../api/producers.ts';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Field, TextInput } from '../../ui/field.tsx';
import { Modal, ModalActions } from '../../ui/modal.tsx';

/** What an admin is about to decide about a process. */
export interface PendingDecision {
  readonly action: 'retire' | 'accept';
  readonly producer: ProducerStatus;
}

const WORDS = {
  retire: {
    title: 'Stop waiting for this process?',
    button: 'Retire',
    text: 'Do this when the process and its disk are permanently gone. What it answered last and did not deliver may be missing; every "never seen" names it from then on.',
  },
  accept: {
    title: 'Continue without the missing data?',
    button: 'Accept the gap',
    text: 'Do this when it will never arrive. Every "never seen" names the gap from then on.',
  },
} as const;

/** Asks for the reason, which is kept with the decision. */
export function DecideDialog({
  decision: { action, producer },
  onClose,
}: {
  decision: PendingDecision;
  onClose: () => void;
}) {
  const path = `/producers/${encodeURIComponent(producer.id)}/${action}`;
  const who = `${producer.host || 'unknown host'} (${producer.id})`;
  return <ReasonDialog path={path} words={WORDS[action]} who={who} onClose={onClose} />;
}

/** Accepts a store that replaced another. */
export function AcceptStore() {
  const [open, setOpen] = useState(false);
  return (
    <div className="mt-3">
      <Button onClick={() => setOpen(true)}>Accept this store …</Button>
      {open && (
        <ReasonDialog
          path="/store/accept"
          who="The telemetry store"
          words={{
            title: 'Continue with this store?',
            button: 'Accept store',
            text: 'Do this when the old one cannot be restored. Every "never seen" names the loss from then on.',
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  );
}

interface ReasonDialogProps {
  readonly path: string;
  readonly who: string;
  readonly words: { readonly title: string; readonly button: string; readonly text: string };
  readonly onClose: () => void;
}

function ReasonDialog({ path, who, words, onClose }: ReasonDialogProps) {
  const [reason, setReason] = useState('');
  const decide = useDecision(path);
  return (
    <Modal title={words.title} description={`${who}. ${words.text}`} onClose={onClose}>
      <form
        className="mt-4"
        onSubmit={(event) => {
          event.preventDefault();
          decide.mutate(reason, { onSuccess: onClose });
        }}
      >
        <Field label="Reason" hint="Stored with your name and the time.">
          <TextInput
            value={reason}
            minLength={3}
            maxLength={500}
            required
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
        {decide.isError && (
          <div className="mt-4">
            <Failure what="The decision was not saved" error={decide.error} />
          </div>
        )}
        <ModalActions>
          <Button type="button" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="danger" disabled={decide.isPending}>
            {words.button}
          </Button>
        </ModalActions>
      </form>
    </Modal>
  );
}
