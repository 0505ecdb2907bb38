import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { statusQuery } from '../api/status.ts';
import { cn } from '../ui/cn.ts';
import { useZone } from '../ui/zone.ts';
import { type FreshnessState, freshnessOf } from './freshness-state.ts';

const DOT: Record<FreshnessState['tone'], string> = {
  good: 'bg-good',
  late: 'bg-[var(--code-limit-0)]',
  bad: 'bg-bad',
  unknown: 'bg-fg-3',
};
const TEXT: Record<FreshnessState['tone'], string> = {
  good: 'border-line text-fg-2',
  late: 'border-warn-line bg-warn-soft text-warn',
  bad: 'border-bad-line bg-bad-soft text-bad',
  unknown: 'border-line text-fg-3',
};

/** "current to 14:02:07": how fresh answers are; amber when late, red when there are none. */
export function Freshness() {
  const status = useQuery(statusQuery());
  const state = freshnessOf(status.data, status.isError, useZone());
  return (
    <Link
      to="/status"
      title={state.detail}
      className={cn(
        'flex h-7 items-center gap-1.5 rounded-full border px-2.5 text-xs font-medium whitespace-nowrap tabular-nums',
        TEXT[state.tone],
      )}
    >
      <span aria-hidden="true" className={cn('size-1.5 rounded-full', DOT[state.tone])} />
      <span className="max-sm:sr-only">{state.text}</span>
      <span className="sr-only">. {state.detail}</span>
    </Link>
  );
}
