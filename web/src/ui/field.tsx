import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn.ts';

/** Look of every text field, select and number field in a form. */
export const fieldLook =
  'weak:h-8.5 weak:w-full weak:rounded-md border border-line-strong weak:bg-sunken weak:px-2.5 weak:text-sm outline-none placeholder:text-fg-3 focus-visible:border-accent focus-visible:ring-3 focus-visible:ring-accent-soft';

interface FieldProps {
  /** Without one, the control needs a name for screen readers. */
  readonly label: string | undefined;
  readonly hint?: ReactNode | undefined;
  readonly children: ReactNode;
}

/** A labelled place to type or choose. */
export function Field({ label, hint, children }: FieldProps) {
  if (label === undefined) return children;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is among the children
    <label className="block">
      <span className="text-sm font-medium">{label}</span>
      <span className="mt-1 block">{children}</span>
      {hint !== undefined && <span className="mt-1 block text-xs text-fg-3">{hint}</span>}
    </label>
  );
}

/** One line of text. */
export function TextInput({ className, ...props }: ComponentProps<'input'>) {
  return <input type="text" autoComplete="off" className={cn(fieldLook, className)} {...props} />;
}

/** A box to tick, with its words. */
export function CheckInput({ children, ...props }: ComponentProps<'input'>) {
  return (
    <label className="flex items-start gap-2 text-sm">
      <input type="checkbox" className="mt-0.5 size-4 accent-[var(--accent-fill)]" {...props} />
      <span className="min-w-0">{children}</span>
    </label>
  );
}
