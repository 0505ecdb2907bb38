import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useCreateOrg } from '../../api/key-actions.ts';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Field, TextInput } from '../../ui/field.tsx';
import { Modal, ModalActions } from '../../ui/modal.tsx';

/** Asks for a name and opens the page of the new organisation. */
export function NewOrg({ onClose }: { onClose: () => void }) {
  const create = useCreateOrg();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(name.trim(), {
      onSuccess: ({ id }) => {
        onClose();
        void navigate({ to: '/orgs/$id', params: { id } });
      },
    });
  };
  return (
    <Modal title="New organisation" onClose={onClose}>
      <form onSubmit={onSubmit} className="mt-4 space-y-4">
        <Field label="Name">
          <TextInput
            required
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        {create.isError && <Failure what="The organisation was not created" error={create.error} />}
        <ModalActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={name.trim() === '' || create.isPending}>
            Create
          </Button>
        </ModalActions>
      </form>
    </Modal>
  );
}
