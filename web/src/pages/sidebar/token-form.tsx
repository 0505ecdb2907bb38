import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { keepToken } from '../../api/sidebar-token.ts';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Field, TextInput } from '../../ui/field.tsx';

/** Asks for a personal token: the session of the console does not reach into another site's frame. */
export function TokenForm({ onToken }: { onToken: () => void }) {
  const [token, setToken] = useState('');
  const keep = useMutation({ mutationFn: keepToken, gcTime: 0, onSuccess: onToken });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep.mutate(token.trim());
  };
  return (
    <form
      onSubmit={submit}
      className="space-y-3 rounded-xl border border-line bg-surface p-4 shadow-card"
    >
      <h2 className="text-sm font-semibold">Sign in</h2>
      <p className="text-xs text-fg-2">
        Browsers do not send the console’s session in another site’s frame. Create a personal token
        with the role <code>support</code> in the{' '}
        <a
          href="/access"
          target="_blank"
          rel="noreferrer"
          className="font-medium text-accent underline"
        >
          console
        </a>
        ; it is stored for this site’s frame only.
      </p>
      <Field label="Personal token">
        <TextInput
          type="password"
          value={token}
          required
          onChange={({ target }) => setToken(target.value)}
        />
      </Field>
      {keep.isError && <Failure what="The token was not accepted" error={keep.error} />}
      <Button
        type="submit"
        variant="primary"
        disabled={!/^[\x21-\x7e]+$/.test(token.trim()) || keep.isPending}
      >
        Continue
      </Button>
    </form>
  );
}
