import type { KeyState } from '@request-desk/shared/support-api';
import { cn } from './cn.ts';

const LOOK: Readonly<Record<KeyState, string>> = {
  active: 'text-good before:bg-good',
  revoked: 'text-bad before:bg-bad',
  expired: 'text-warn before:bg-warn',
};

/** Whether a key or a token works. */
export function CredentialState({ state }: { state: KeyState }) {
  return (
    <span
      className={cn(
        'inline-flex items-center gap-1.5 text-xs font-medium before:size-1.5 before:rounded-full',
        LOOK[state],
      )}
    >
      {state}
    </span>
  );
}
