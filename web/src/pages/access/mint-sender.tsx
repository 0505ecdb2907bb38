import { senderName } from '@request-desk/shared/ingest-token-api';
import { type FormEvent, useState } from 'react';
import { useMintSender } from '../../api/senders.ts';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Field, fieldLook, TextInput } from '../../ui/field.tsx';
import { Modal, ModalActions } from '../../ui/modal.tsx';
import { SecretShownOnce } from '../../ui/secret-shown-once.tsx';

/** Asks who a new sender is, and shows its token once. */
export function MintSender({ onClose }: { onClose: () => void }) {
  const mint = useMintSender();
  const [name, setName] = useState('');
  const [kind, setKind] = useState<'sender' | 'relay'>('sender');
  const [services, setServices] = useState('');
  const [mib, setMib] = useState('');
  if (mint.data)
    return (
      <SecretShownOnce
        title="New credential"
        description="It is shown only once. The service sends it as Authorization: Bearer, for instance in OTEL_EXPORTER_OTLP_HEADERS."
        secret={mint.data.secret}
        what="Token"
        onClose={onClose}
      />
    );
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    mint.mutate({
      name: name.trim(),
      kind,
      services: services
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== ''),
      mib_per_minute: mib === '' ? null : Number(mib),
    });
  };
  return (
    <Modal title="New sender of telemetry" onClose={onClose}>
      <form onSubmit={onSubmit} className="mt-4 space-y-4">
        <Field label="Name" hint="Shown with everything this sender sends: a-z, 0-9, dots, dashes.">
          <TextInput
            required
            maxLength={40}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field
          label="Services"
          hint="Values of service.name, comma-separated; leave empty for any."
        >
          <TextInput value={services} onChange={(event) => setServices(event.target.value)} />
        </Field>
        <Field
          label="Kind"
          hint="A relay may name the sender of each resource in request_desk.sender."
        >
          <select
            className={fieldLook}
            value={kind}
            onChange={(event) => setKind(event.target.value === 'relay' ? 'relay' : 'sender')}
          >
            <option>sender</option>
            <option>relay</option>
          </select>
        </Field>
        <Field
          label="MiB per minute"
          hint="Maximum that it may send; leave empty for the configured limit."
        >
          <input
            type="number"
            min={1}
            className={fieldLook}
            value={mib}
            onChange={(event) => setMib(event.target.value)}
          />
        </Field>
        {mint.isError && <Failure what="The credential could not be created" error={mint.error} />}
        <ModalActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="primary"
            disabled={!senderName.safeParse(name).success || mint.isPending}
          >
            Create credential
          </Button>
        </ModalActions>
      </form>
    </Modal>
  );
}
