import type { DossierFound, DossierLog } from '@request-desk/shared/dossier';
import { useState } from 'react';
import { cn } from '../../ui/cn.ts';
import { formatMicros } from '../../ui/format-duration.ts';
import { Instant } from '../../ui/instant.tsx';
import { LongText } from '../../ui/long-text.tsx';
import { Section } from '../../ui/section.tsx';
import { AttributeTable } from './attribute-table.tsx';
import { useOpenSpan } from './open-span.ts';
import { severityTone } from './severity.ts';

const FIRST = 200;

/** Log lines of the trace in order; a click opens a line's attributes. */
export function Logs({ dossier }: { dossier: DossierFound }) {
  const [all, setAll] = useState(false);
  const { logs } = dossier;
  const shown = all ? logs : logs.slice(0, FIRST);
  const spans = new Set(dossier.spans.map((span) => span.span_id));
  return (
    <Section
      title="Logs"
      id="logs"
      note={`${logs.length} ${logs.length === 1 ? 'line' : 'lines'}${dossier.truncated.logs ? ', cut: there are more' : ''}`}
      flush
    >
      {logs.length === 0 ? (
        <p className="px-4 pb-4 text-sm text-fg-3">
          No log lines were written inside this request, or they have not arrived yet.
        </p>
      ) : (
        <ol className="border-t border-line">
          {shown.map((log, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: log lines have no identity and never move
            <LogLine key={index} log={log} inTrace={spans.has(log.span_id)} />
          ))}
        </ol>
      )}
      {shown.length < logs.length && (
        <button
          type="button"
          onClick={() => setAll(true)}
          className="w-full border-t border-line py-2 text-sm font-medium text-accent hover:bg-hover"
        >
          Show {logs.length - shown.length} more
        </button>
      )}
    </Section>
  );
}

function LogLine({ log, inTrace }: { log: DossierLog; inTrace: boolean }) {
  const openSpan = useOpenSpan();
  return (
    <li className="border-b border-line last:border-0">
      <details className="group">
        <summary className="grid grid-cols-[auto_auto_minmax(0,1fr)] items-baseline gap-x-3 px-4 py-1.5 font-mono text-xs hover:bg-hover sm:grid-cols-[5.5rem_4.5rem_3.5rem_minmax(0,1fr)_auto]">
          <Instant iso={log.at} show="clock" className="text-fg-3" />
          <span className="text-fg-3 tabular-nums max-sm:hidden">
            +{formatMicros(log.offset_us)}
          </span>
          <span className={cn('font-medium', severityTone(log.severity))}>
            {log.severity || '–'}
          </span>
          <span className="line-clamp-2 break-words group-open:line-clamp-none max-sm:col-span-3">
            <LongText text={log.body} />
          </span>
          <span className="text-fg-3 max-sm:hidden">
            <bdi>{log.service}</bdi>
          </span>
        </summary>
        <div className="border-t border-line bg-sunken px-4 py-2">
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
      </details>
    </li>
  );
}
