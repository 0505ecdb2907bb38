import type { Severity } from '@request-desk/shared/alerts-api';
import { BellRing, Siren } from 'lucide-react';
import { cn } from '../../ui/cn.ts';

/** Whether it pages. */
export function SeverityBadge({ severity, over }: { severity: Severity; over: boolean }) {
  const Icon = severity === 'page' ? Siren : BellRing;
  return (
    <span
      className={cn(
        'inline-flex h-5.5 shrink-0 items-center gap-1 rounded-md border px-1.5 text-xs font-medium',
        over
          ? 'border-line text-fg-2'
          : severity === 'page'
            ? 'border-bad-line bg-bad-soft text-bad'
            : 'border-warn-line bg-warn-soft text-warn',
      )}
    >
      <Icon aria-hidden="true" className="size-3" />
      {severity === 'page' ? 'Page' : 'Notice'}
    </span>
  );
}
