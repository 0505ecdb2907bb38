import type { Revealable, Revealed } from '@request-desk/shared/reveal-api';
import { useState } from 'react';
import { useReveal } from '../../../api/audit.ts';
import { ticket } from '../../../api/ticket.ts';
import { Button } from '../../../ui/button.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { CheckInput, Field, TextInput } from '../../../ui/field.tsx';
import { Modal, ModalActions } from '../../../ui/modal.tsx';
import { Untrusted } from '../../../ui/untrusted.tsx';

const NAMES: Readonly<Record<Revealable, string>> = {
  client_address: 'The client’s address',
  stack: 'Stack traces',
  owner: 'The other organisation',
};

interface RevealDialogProps {
  readonly id: string;
  readonly what: readonly Revealable[];
  readonly onClose: () => void;
}

/** Asks why, and shows what the audit then says was shown; it is gone with the dialog. */
export function RevealDialog({ id, what, onClose }: RevealDialogProps) {
  const [wanted, setWanted] = useState<readonly Revealable[]>(what.length === 1 ? what : []);
  const [reason, setReason] = useState('');
  const [ticketText, changeTicket] = useState(ticket.read());
  const reveal = useReveal(id);
  if (reveal.data)
    return (
      <Modal title="Revealed" description="Never share this with the customer." onClose={onClose}>
        <Shown revealed={reveal.data} />
        <ModalActions>
          <Button variant="primary" onClick={onClose}>
            Hide
          </Button>
        </ModalActions>
      </Modal>
    );
  return (
    <Modal
      title="Reveal withheld data"
      description="Your name, the request and the reason are recorded in the audit log."
      onClose={onClose}
    >
      <form
        className="mt-4 space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          ticket.write(ticketText);
          reveal.mutate({ what: [...wanted], reason });
        }}
      >
        <fieldset className="space-y-2">
          <legend className="mb-1 text-sm font-medium">What</legend>
          {what.map((one) => (
            <CheckInput
              key={one}
              checked={wanted.includes(one)}
              onChange={({ target }) =>
                setWanted(target.checked ? [...wanted, one] : wanted.filter((it) => it !== one))
              }
            >
              {NAMES[one]}
            </CheckInput>
          ))}
        </fieldset>
        <Field label="Reason">
          <TextInput
            value={reason}
            required
            minLength={3}
            maxLength={1000}
            onChange={({ target }) => setReason(target.value)}
          />
        </Field>
        <Field label="Ticket" hint="Optional. Also sent with your next actions in this tab.">
          <TextInput
            value={ticketText}
            maxLength={100}
            onChange={(e) => changeTicket(e.target.value)}
          />
        </Field>
        {reveal.isError && <Failure what="The data was not revealed" error={reveal.error} />}
        <ModalActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="primary"
            disabled={wanted.length === 0 || reason.trim().length < 3 || reveal.isPending}
          >
            Reveal
          </Button>
        </ModalActions>
      </form>
    </Modal>
  );
}

function Shown({ revealed: { client_address, owner, stacks } }: { revealed: Revealed }) {
  return (
    <dl className="mt-4 space-y-4 text-sm">
      {client_address !== undefined && (
        <div>
          <dt className="font-medium">{NAMES.client_address}</dt>
          <dd className="font-mono">{client_address || 'not recorded'}</dd>
        </div>
      )}
      {owner !== undefined && (
        <div>
          <dt className="font-medium">{NAMES.owner}</dt>
          <dd>
            {owner ? (
              <>
                <Untrusted text={owner.org_name} /> <code>{owner.org}</code>
              </>
            ) : (
              'not recorded'
            )}
          </dd>
        </div>
      )}
      {stacks?.map(({ of, stack }) => (
        <div key={`${of} ${stack}`}>
          <dt className="font-medium">Stack of {of}</dt>
          <dd>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled box must be reached by keys */}
            <pre tabIndex={0} className="max-h-60 overflow-auto rounded-md bg-sunken p-2 text-xs">
              {stack}
            </pre>
          </dd>
        </div>
      ))}
      {stacks?.length === 0 && <p>No stack was recorded.</p>}
    </dl>
  );
}
