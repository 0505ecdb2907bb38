import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { droppedText, NotText, textOfFiles } from '../../ui/dropped-text.ts';
import { isEditable } from '../../ui/hotkeys.ts';
import { IntakeContext } from '../../ui/intake.ts';
import { keepPaste } from '../../ui/kept-pastes.ts';
import { pastedText } from '../../ui/pasted-text.ts';
import { type RemovedSecret, stripSecrets } from '../../ui/strip-secrets.ts';
import { toast } from '../../ui/toast-store.ts';
import { destinationOf } from './destination.ts';
import { SecretNotice } from './secret-notice.tsx';

/** Gives every page the intake, and listens for a paste or drop anywhere outside of text fields. */
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
      else if (destination?.page === 'org')
        void navigate({ to: '/orgs/$id', params: { id: destination.id } });
      else if (destination?.page === 'key')
        void navigate({ to: '/keys/$id', params: { id: destination.id } });
      else if (destination?.page === 'id')
        void navigate({ to: '/ids/$id', params: { id: destination.id } });
      else if (destination?.page === 'lookup')
        void navigate({ to: '/lookup', state: { paste: keepPaste(destination.text) } });
    },
    [navigate],
  );

  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const text = pastedText(event.clipboardData);
      if (isEditable(event.target)) return;
      const files = [...(event.clipboardData?.files ?? [])];
      if (text.trim() !== '') {
        event.preventDefault();
        intake(text);
      } else if (files.length > 0) void textOfFiles(files).then(intakeOrSay, sayWhyNot);
    };
    const onDragOver = (event: DragEvent) => event.preventDefault();
    const onDrop = (event: DragEvent) => {
      // The browser would open the file in place of the console.
      if (
        !event.dataTransfer ||
        (isEditable(event.target) && event.dataTransfer.files.length === 0)
      )
        return;
      event.preventDefault();
      void droppedText(event.dataTransfer).then(intakeOrSay, sayWhyNot);
    };
    const intakeOrSay = (text: string) => {
      if (text.trim() === '') toast('It contains no text', 'bad');
      else intake(text);
    };
    document.addEventListener('paste', onPaste);
    document.addEventListener('dragover', onDragOver);
    document.addEventListener('drop', onDrop);
    return () => {
      document.removeEventListener('paste', onPaste);
      document.removeEventListener('dragover', onDragOver);
      document.removeEventListener('drop', onDrop);
    };
  }, [intake]);

  return (
    <IntakeContext value={intake}>
      <SecretNotice removed={removed} onDismiss={() => setRemoved([])} />
      {children}
    </IntakeContext>
  );
}

function sayWhyNot(error: unknown): void {
  toast(error instanceof NotText ? error.message : 'The file could not be read', 'bad');
}
