import { cn } from './cn.ts';

const NEAR = 0.8;

/** How much of a limit was used at its peak; the words beside it say the same. */
export function LimitMeter({ used, limit }: { used: number; limit: number }) {
  const share = limit > 0 ? Math.min(1, used / limit) : 0;
  return (
    <span className="flex items-center gap-2 whitespace-nowrap tabular-nums">
      <span
        aria-hidden="true"
        className="h-1.5 w-16 shrink-0 overflow-hidden rounded-full bg-line max-sm:w-8"
      >
        <span
          className={cn(
            'block h-full rounded-full',
            share >= 1 ? 'bg-bad' : share >= NEAR ? 'bg-[var(--code-limit-0)]' : 'bg-accent-fill',
          )}
          style={{ width: `${share * 100}%` }}
        />
      </span>
      {used} of {limit}
    </span>
  );
}
