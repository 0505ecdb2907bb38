import { atLeast, STAFF_ROLES, type StaffRole } from '@request-desk/shared/staff-api';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { meQuery } from '../../api/me.ts';
import { useMintToken } from '../../api/tokens.ts';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Field, fieldLook, TextInput } from '../../ui/field.tsx';
import { Modal, ModalActions } from '../../ui/modal.tsx';
import { SecretShownOnce } from '../../ui/secret-shown-once.tsx';

/** Asks what a new token is for, and shows it once. */
export function MintToken({ onClose }: { onClose: () => void }) {
  const own = useQuery(meQuery()).data?.role ?? 'support';
  const mint = useMintToken();
  const [name, setName] = useState('');
  const [role, setRole] = useState<StaffRole>('support');
  const [days, setDays] = useState('90');
  if (mint.data)
    return (
      <SecretShownOnce
        title="New token"
        description="It is shown only once. Programs send it as Authorization: Bearer; the command line takes it from REQUEST_DESK_TOKEN."
        secret={mint.data.secret}
        what="Token"
        onClose={onClose}
      />
    );
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    mint.mutate({ name: name.trim(), role, days: Number(days) });
  };
  return (
    <Modal title="New personal token" onClose={onClose}>
      <form onSubmit={onSubmit} className="mt-4 space-y-4">
        <Field label="Name" hint="What it is for, such as “ticket bot”.">
          <TextInput
            required
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field label="Role">
          <select
            className={fieldLook}
            value={role}
            onChange={(event) =>
              setRole(STAFF_ROLES.find((one) => one === event.target.value) ?? 'support')
            }
          >
            {STAFF_ROLES.filter((one) => atLeast(own, one)).map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </Field>
        <Field label="Expires">
          <select
            className={fieldLook}
            value={days}
            onChange={(event) => setDays(event.target.value)}
          >
            <option value="7">After a week</option>
            <option value="30">After 30 days</option>
            <option value="90">After 90 days</option>
            <option value="365">After a year</option>
          </select>
        </Field>
        {mint.isError && <Failure what="The token could not be created" error={mint.error} />}
        <ModalActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={name.trim() === '' || mint.isPending}>
            Create token
          </Button>
        </ModalActions>
      </form>
    </Modal>
  );
}
