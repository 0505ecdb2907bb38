import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { toast } from '../../ui/toast-store.ts';

interface RowActionProps<V> {
  readonly text: 'Revoke' | 'End';
  /** What assistive technology reads: the action and what it acts on. */
  readonly label: string;
  readonly action: UseMutationResult<unknown, Error, V>;
  readonly value: V;
  /** Shown in the button's place where there is nothing to do. */
  readonly instead?: ReactNode;
}

/** The button that revokes or ends what a row of a table is about. */
export function RowAction<V>({ text, label, action, value, instead }: RowActionProps<V>) {
  if (instead !== undefined) return <span className="text-xs text-fg-3">{instead}</span>;
  return (
    <Button
      size="sm"
      aria-label={label}
      disabled={action.isPending}
      onClick={() => action.mutate(value, { onError: sayFailed(text) })}
    >
      {text}
    </Button>
  );
}

/** Says that a row's action failed, and why. */
export function sayFailed(text: RowActionProps<unknown>['text']): (error: Error) => void {
  const failed = text === 'Revoke' ? 'Not revoked' : 'Not ended';
  return (error) => void toast(`${failed}: ${error.message}`, 'bad');
}
