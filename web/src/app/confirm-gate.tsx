import { lazy, Suspense, useSyncExternalStore } from 'react';
import { confirmationAsked, onConfirmation } from '../api/confirmation.ts';

/** Needed seldom: it is not part of the first load. */
const ConfirmDialog = lazy(async () => ({
  default: (await import('./confirm-dialog.tsx')).ConfirmDialog,
}));

/** Shows the question who one is while a call waits for that proof. */
export function ConfirmGate() {
  const asked = useSyncExternalStore(onConfirmation, confirmationAsked);
  if (!asked) return null;
  return (
    <Suspense fallback={null}>
      <ConfirmDialog />
    </Suspense>
  );
}
