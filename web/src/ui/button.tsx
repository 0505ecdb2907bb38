import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

/** Class names of a button, for a link that looks like one. */
export const buttonVariants = cva(
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap transition-colors select-none disabled:pointer-events-none disabled:opacity-50',
  {
    variants: {
      variant: {
        primary:
          'bg-accent-fill text-on-accent shadow-card hover:bg-[color-mix(in_srgb,var(--accent-fill)_88%,black)]',
        outline: 'border border-line-strong bg-surface text-fg shadow-card hover:bg-hover',
        danger:
          'border border-bad-line bg-bad-soft text-bad hover:bg-[color-mix(in_srgb,var(--bad-soft)_85%,var(--bad))]',
        ghost: 'weak:text-fg-2 hover:bg-hover hover:text-fg',
      },
      size: {
        sm: 'h-7 weak:px-2 text-xs',
        md: 'h-8 weak:px-2.5 text-sm',
        icon: 'size-8 text-sm',
      },
    },
    defaultVariants: { variant: 'outline', size: 'md' },
  },
);

type ButtonProps = ComponentProps<'button'> & VariantProps<typeof buttonVariants>;

/** A button; a one-icon button needs an `aria-label`. */
export function Button({ variant, size, className, ...props }: ButtonProps) {
  return (
    <button type="button" className={cn(buttonVariants({ variant, size }), className)} {...props} />
  );
}
