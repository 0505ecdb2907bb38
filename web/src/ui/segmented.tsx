import type { Ref } from 'react';
import { cn } from './cn.ts';

interface SegmentedProps<T extends string | null> {
  /** Names the choice for screen readers. */
  readonly label: string;
  readonly options: readonly (readonly [value: T, text: string])[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  /** Of the chosen option, or the first where none is. */
  readonly ref?: Ref<HTMLButtonElement>;
  readonly 'aria-describedby'?: string;
}

/** One of a few, side by side. */
export function Segmented<T extends string | null>({
  label,
  options,
  value,
  onChange,
  ref,
  ...described
}: SegmentedProps<T>) {
  const focused = Math.max(
    options.findIndex(([each]) => each === value),
    0,
  );
  return (
    <fieldset
      {...described}
      className="inline-flex min-h-7 items-stretch gap-px rounded-md bg-sunken p-0.5 text-xs"
    >
      <legend className="sr-only">{label}</legend>
      {options.map(([each, text], index) => (
        <button
          key={each}
          type="button"
          {...(index === focused ? { ref } : {})}
          aria-pressed={each === value}
          onClick={() => onChange(each)}
          className={cn(
            'rounded px-2 font-medium',
            each === value
              ? 'bg-surface text-fg shadow-card ring-1 ring-line-strong'
              : 'text-fg-2 hover:text-fg',
          )}
        >
          {text}
        </button>
      ))}
    </fieldset>
  );
}
