import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

/** A row of a table whose one link covers all of it (`after:absolute after:inset-0` on the link). */
export function LinkRow({ className, ...props }: ComponentProps<'tr'>) {
  return (
    <tr
      className={cn(
        'relative border-b border-line last:border-0 hover:bg-hover has-focus-visible:bg-hover',
        className,
      )}
      {...props}
    />
  );
}
