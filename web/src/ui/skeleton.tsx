import { cn } from './cn.ts';

/** A grey bar where text will be; hidden from screen readers, which read `LoadingText`. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <div
      aria-hidden="true"
      className={cn(
        'weak:h-4 animate-skeleton weak:rounded bg-[color-mix(in_srgb,var(--fg)_9%,transparent)]',
        className,
      )}
    />
  );
}

/** Says that something loads, to screen readers only. */
export function LoadingText({ children }: { children: string }) {
  return (
    <p role="status" className="sr-only">
      {children}
    </p>
  );
}
