import { cn } from './cn.ts';

interface SwitchProps {
  readonly label: string;
  readonly on: boolean;
  readonly disabled?: boolean;
  readonly onChange: (on: boolean) => void;
}

/** On or off, at once. */
export function Switch({ label, on, disabled = false, onChange }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={() => onChange(!on)}
      className={cn(
        'relative h-5 w-9 shrink-0 rounded-full border transition-colors disabled:opacity-50',
        on ? 'border-accent-fill bg-accent-fill' : 'border-fg-3 bg-sunken',
      )}
    >
      <span
        aria-hidden="true"
        className={cn(
          'absolute top-0.5 size-3.5 rounded-full transition-[left]',
          on ? 'left-4.5 bg-on-accent' : 'left-0.5 bg-fg-3',
        )}
      />
    </button>
  );
}
