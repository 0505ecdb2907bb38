import type { DossierLog } from '@request-desk/shared/dossier';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { cn } from '../../../ui/cn.ts';
import { formatMicros } from '../../../ui/format-duration.ts';
import { Instant } from '../../../ui/instant.tsx';
import { LongText } from '../../../ui/long-text.tsx';
import { AttributeTable } from '../attribute-table.tsx';
import { useOpenSpan } from '../open-span.ts';
import { SentBy } from '../sent-by.tsx';
import { severityTone } from './severity.ts';

/** Longer texts are cut in the line, and whole in its details. */
const LINE = 240;

/** One log line; a click opens its attributes and the rest of a long text. */
export function LogLine({ log, inTrace }: { log: DossierLog; inTrace: boolean }) {
  const openSpan = useOpenSpan();
  const [open, setOpen] = useState(false);
  const long = log.body.length > LINE;
  return (
    <li className="border-b border-line [contain-intrinsic-size:auto_31px] [content-visibility:auto] last:border-0">
      <details className="group" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="grid grid-cols-[auto_auto_auto_minmax(0,1fr)] items-baseline gap-x-3 px-4 py-1.5 font-mono text-xs hover:bg-hover focus-visible:-outline-offset-2 sm:grid-cols-[auto_4.5rem_4.5rem_3.5rem_minmax(0,1fr)_auto]">
          <ChevronRight
            aria-hidden="true"
            className="size-3.5 self-center text-fg-3 transition-transform group-open:rotate-90"
          />
          <Instant iso={log.at} show="clock" className="text-fg-3" />
          <span className="text-fg-3 tabular-nums max-sm:hidden">
            +{formatMicros(log.offset_us)}
          </span>
          <span className={cn('font-medium', severityTone(log.severity))}>
            {log.severity || '–'}
          </span>
          <span className="line-clamp-2 max-sm:col-span-4">
            <bdi>{long ? `${log.body.slice(0, LINE)} …` : log.body}</bdi>
          </span>
          <span className="text-fg-3 max-sm:hidden">
            <bdi>{log.service}</bdi>
            <SentBy row={log} />
          </span>
        </summary>
        {open && (
          <div className="border-t border-line bg-sunken px-4 py-2 sm:pl-10">
            {long && (
              <p className="mb-2">
                <LongText text={log.body} />
              </p>
            )}
            <AttributeTable caption="Attributes of the log line" attributes={log.attributes} />
            {inTrace && (
              <button
                type="button"
                onClick={() => openSpan(log.span_id)}
                className="mt-1 rounded text-xs font-medium text-accent hover:underline"
              >
                Show the span that wrote it
              </button>
            )}
          </div>
        )}
      </details>
    </li>
  );
}
