import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, useSyncExternalStore } from 'react';
import { confirmationAsked, onConfirmation, settleConfirmation } from '../api/confirmation.ts';
import { meQuery } from '../api/me.ts';
import { confirmByToken } from '../api/sessions.ts';
import { Button, buttonVariants } from '../ui/button.tsx';
import { Failure } from '../ui/failure.tsx';
import { Field, TextInput } from '../ui/field.tsx';
import { Modal, ModalActions } from '../ui/modal.tsx';

/** Asks who one is where a call needs a fresh proof; the call then goes on by itself. */
export function ConfirmDialog() {
  const asked = useSyncExternalStore(onConfirmation, confirmationAsked);
  const by = useQuery(meQuery()).data?.confirm_by;
  if (!asked) return null;
  return by === 'provider' ? <ConfirmByProvider /> : <ConfirmByToken />;
}

/** The provider asks; what was about to be done is done again after coming back. */
function ConfirmByProvider() {
  const cancel = () => settleConfirmation(false);
  const here = location.pathname + location.search;
  return (
    <Modal
      title="Confirm your identity"
      description="This action requires a sign-in within the last ten minutes. Afterwards you return to this page and repeat it."
      onClose={cancel}
    >
      <ModalActions>
        <Button onClick={cancel}>Cancel</Button>
        <a
          href={`/login/oidc?again=1&next=${encodeURIComponent(here)}`}
          className={buttonVariants({ variant: 'primary' })}
        >
          Sign in again
        </a>
      </ModalActions>
    </Modal>
  );
}

function ConfirmByToken() {
  const [token, setToken] = useState('');
  const confirm = useMutation({
    mutationFn: confirmByToken,
    gcTime: 0,
    onSuccess: () => settleConfirmation(true),
  });
  const cancel = () => settleConfirmation(false);
  return (
    <Modal
      title="Confirm your identity"
      description="This action requires a sign-in within the last ten minutes."
      onClose={cancel}
    >
      <form
        className="mt-4"
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          confirm.mutate(token);
        }}
      >
        <Field label="Staff token">
          <TextInput
            type="password"
            autoComplete="current-password"
            value={token}
            required
            onChange={(event) => setToken(event.target.value)}
          />
        </Field>
        {confirm.isError && (
          <div className="mt-4">
            <Failure what="The token was not accepted" error={confirm.error} />
          </div>
        )}
        <ModalActions>
          <Button onClick={cancel}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={token === '' || confirm.isPending}>
            Continue
          </Button>
        </ModalActions>
      </form>
    </Modal>
  );
}
