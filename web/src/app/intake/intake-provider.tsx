import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { isEditable } from '../../ui/hotkeys.ts';
import { IntakeContext } from '../../ui/intake.ts';
import { pastedText } from '../../ui/pasted-text.ts';
import { type RemovedSecret, stripSecrets } from '../../ui/strip-secrets.ts';
import { destinationOf } from './destination.ts';
import { SecretNotice } from './secret-notice.tsx';

/** Gives every page the intake, and listens for a paste anywhere outside of text fields. */
export function IntakeProvider({ children }: { children: ReactNode }) {
  const navigate = useNavigate();
  const [removed, setRemoved] = useState<readonly RemovedSecret[]>([]);

  const intake = useCallback(
    (raw: string) => {
      const { text, removed } = stripSecrets(raw);
      setRemoved(removed);
      const destination = destinationOf(text);
      if (destination?.page === 'request')
        void navigate({ to: '/r/$id', params: { id: destination.id } });
      else if (destination)
        void navigate({ to: '/lookup', state: { lookupText: destination.text } });
    },
    [navigate],
  );

  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const text = pastedText(event.clipboardData);
      if (isEditable(event.target) || text.trim() === '') return;
      event.preventDefault();
      intake(text);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, [intake]);

  return (
    <IntakeContext value={intake}>
      <SecretNotice removed={removed} onDismiss={() => setRemoved([])} />
      {children}
    </IntakeContext>
  );
}
