import type { Incident } from '@request-desk/shared/alerts-api';
import { type FormEvent, useState } from 'react';
import { useAcknowledge } from '../../api/incidents.ts';
import { useMay } from '../../api/me.ts';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Field, TextInput } from '../../ui/field.tsx';
import { Modal, ModalActions } from '../../ui/modal.tsx';

/**
 * Opened by the link of a message. It asks first: programs follow links in messages too, and they
 * must not take anything on.
 */
export function AcknowledgeDialog({ incident }: { incident: Incident }) {
  const [open, setOpen] = useState(isAskedFor);
  const [note, setNote] = useState('');
  const acknowledge = useAcknowledge(incident.id);
  const mayChange = useMay('alerts:acknowledge');
  const onClose = () => setOpen(false);
  if (!open || !mayChange || incident.state !== 'firing' || incident.acknowledged) return null;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    acknowledge.mutate({ undo: false, note: note.trim() }, { onSuccess: onClose });
  };
  return (
    <Modal
      title="Acknowledge this alert?"
      description="Others see that you are handling it, and it is not escalated."
      onClose={onClose}
    >
      <form onSubmit={onSubmit} className="mt-4">
        <Field label="Note" hint="Optional; shown in the timeline of the alert.">
          <TextInput
            maxLength={500}
            value={note}
            onChange={({ target }) => setNote(target.value)}
          />
        </Field>
        {acknowledge.isError && (
          <Failure what="The alert was not acknowledged" error={acknowledge.error} />
        )}
        <ModalActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={acknowledge.isPending}>
            Acknowledge
          </Button>
        </ModalActions>
      </form>
    </Modal>
  );
}

function isAskedFor(): boolean {
  return new URLSearchParams(window.location.search).has('acknowledge');
}
