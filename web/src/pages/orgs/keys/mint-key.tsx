import { DAY_MS } from '@request-desk/shared/durations';
import { type FormEvent, useState } from 'react';
import { useMintKey } from '../../../api/key-actions.ts';
import { apiProfile } from '../../../api/profile.ts';
import { Button } from '../../../ui/button.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { CheckInput, Field, fieldLook, TextInput } from '../../../ui/field.tsx';
import { Modal, ModalActions } from '../../../ui/modal.tsx';
import { NewKeySecret } from './new-key-secret.tsx';

const LIFETIMES = [
  ['', 'Never'],
  ['30', 'After 30 days'],
  ['90', 'After 90 days'],
  ['365', 'After a year'],
] as const;

/** Asks what a new key may do and how long, and shows its secret once. */
export function MintKey({ orgId, onClose }: { orgId: string; onClose: () => void }) {
  const mint = useMintKey(orgId);
  const [name, setName] = useState('');
  const offered = Object.keys(apiProfile().scopes);
  const [scopes, setScopes] = useState<readonly string[]>(offered.slice(0, 1));
  const [days, setDays] = useState('');
  if (mint.data) return <NewKeySecret minted={mint.data} onClose={onClose} />;

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const expires_at = days === '' ? null : new Date(Date.now() + +days * DAY_MS).toISOString();
    mint.mutate({ name: name.trim(), scopes: [...scopes], expires_at });
  };
  return (
    <Modal title="Create an API key" onClose={onClose}>
      <form onSubmit={onSubmit} className="mt-4 space-y-4">
        <Field label="Name" hint="What it is for, in the customer’s words: “CRM sync”.">
          <TextInput
            required
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <fieldset>
          <legend className="text-sm font-medium">Scopes</legend>
          <div className="mt-1.5 space-y-1.5">
            {offered.map((scope) => (
              <CheckInput
                key={scope}
                checked={scopes.includes(scope)}
                onChange={(event) =>
                  setScopes(
                    event.target.checked
                      ? [...scopes, scope]
                      : scopes.filter((each) => each !== scope),
                  )
                }
              >
                <code>{scope}</code>
              </CheckInput>
            ))}
          </div>
          <p className="mt-1 text-xs text-fg-3">They cannot be changed later.</p>
        </fieldset>
        <Field label="Expires">
          <select
            value={days}
            onChange={(event) => setDays(event.target.value)}
            className={fieldLook}
          >
            {LIFETIMES.map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </Field>
        {mint.isError && <Failure what="The key was not created" error={mint.error} />}
        <ModalActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="primary"
            disabled={name.trim() === '' || scopes.length === 0 || mint.isPending}
          >
            Create key
          </Button>
        </ModalActions>
      </form>
    </Modal>
  );
}
