import { cn } from './cn.ts';

/** A key as it is printed on the keyboard. */
export function Kbd({ children, className }: { children: string; className?: string }) {
  return (
    <kbd
      className={cn(
        'inline-flex h-4.5 min-w-4.5 items-center justify-center rounded border weak:border-line-strong weak:bg-surface weak:px-1 font-sans text-2xs font-medium weak:text-fg-3',
        className,
      )}
    >
      {children}
    </kbd>
  );
}
