import type { Evidence } from '@request-desk/shared/dossier';
import {
  Activity,
  Bug,
  ChevronRight,
  FileText,
  GanttChart,
  KeyRound,
  ListOrdered,
  type LucideIcon,
  ScrollText,
  Siren,
} from 'lucide-react';
import { useId, useState } from 'react';
import { cn } from '../../ui/cn.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { useOpenSpan } from './open-span.ts';
import { PaceChart, paceOf } from './pace-chart.tsx';

const ICON: Record<Evidence['kind'], LucideIcon> = {
  event: FileText,
  span: GanttChart,
  log: ScrollText,
  key: KeyRound,
  requests: ListOrdered,
  series: Activity,
  sentry: Bug,
  alert: Siren,
};

/** The pieces of evidence of one sentence; one is open at a time. */
export function EvidenceList({ evidence }: { evidence: readonly Evidence[] }) {
  const [open, setOpen] = useState<number>();
  const region = useId();
  const shown = open === undefined ? undefined : evidence[open];
  return (
    <>
      <ul className="flex flex-wrap gap-1.5 sm:justify-end" aria-label="Evidence">
        {evidence.map((piece, index) => {
          const Icon = ICON[piece.kind];
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: evidence has no identity and never moves
            <li key={index}>
              <button
                type="button"
                aria-expanded={open === index}
                aria-controls={region}
                onClick={() => setOpen(open === index ? undefined : index)}
                className={cn(
                  'inline-flex min-h-6 items-center gap-1.5 rounded-md border px-1.5 text-left text-xs transition-colors',
                  open === index
                    ? 'border-accent-line bg-accent-soft text-accent'
                    : 'border-line text-fg-2 hover:border-line-strong hover:bg-hover hover:text-fg',
                )}
              >
                <Icon aria-hidden="true" className="size-3.5 shrink-0" />
                <bdi>{piece.label}</bdi>
                <ChevronRight
                  aria-hidden="true"
                  className={cn(
                    'size-3 shrink-0 transition-transform',
                    open === index && 'rotate-90',
                  )}
                />
              </button>
            </li>
          );
        })}
      </ul>
      <div id={region} className={shown ? 'sm:col-span-2' : 'hidden'}>
        {shown && <Rows evidence={shown} />}
      </div>
    </>
  );
}

function Rows({ evidence }: { evidence: Evidence }) {
  const openSpan = useOpenSpan();
  const pace = paceOf(evidence);
  return (
    <div className="rounded-lg border border-line bg-sunken px-3 py-2">
      {pace && <PaceChart steps={pace} label={evidence.label} />}
      {evidence.rows.length > 0 ? (
        <div className={pace ? 'max-h-40 overflow-y-auto' : ''}>
          <DataTable caption={evidence.label} rows={evidence.rows} />
        </div>
      ) : (
        <p className="text-xs text-fg-3">The search found no rows, as the sentence states.</p>
      )}
      {evidence.kind === 'span' && evidence.ref && (
        <button
          type="button"
          onClick={() => openSpan(evidence.ref)}
          className="mt-1.5 rounded text-xs font-medium text-accent hover:underline"
        >
          Show in the trace
        </button>
      )}
    </div>
  );
}
