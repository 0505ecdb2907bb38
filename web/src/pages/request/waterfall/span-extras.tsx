import type { DossierLog, DossierSpan } from '@request-desk/shared/dossier';
import { requestIdOf } from '@request-desk/shared/ids';
import { apiProfile } from '../../../api/profile.ts';
import { cn } from '../../../ui/cn.ts';
import { formatMicros } from '../../../ui/format-duration.ts';
import { LongText } from '../../../ui/long-text.tsx';
import { RequestLink } from '../../../ui/request-link.tsx';
import { AttributeTable } from '../attribute-table.tsx';
import { severityTone } from '../logs/severity.ts';

const HEADING = 'mb-1 text-xs font-medium text-fg-3';

/** Events of a span, exceptions among them. */
export function SpanEvents({
  events,
  traceStart,
}: {
  events: DossierSpan['events'];
  traceStart: number;
}) {
  if (events.length === 0) return null;
  return (
    <div>
      <h4 className={HEADING}>Events</h4>
      <ol className="space-y-2">
        {events.map((event, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: events have no identity and never move
          <li key={index} className="rounded-md border border-line px-3 py-2 text-xs">
            <p className="flex gap-2">
              <span className={cn('font-medium', event.name === 'exception' && 'text-bad')}>
                <bdi>{event.name}</bdi>
              </span>
              <span className="ml-auto text-fg-3 tabular-nums">
                +{formatMicros(event.offset_us - traceStart)}
              </span>
            </p>
            {Object.keys(event.attributes).length > 0 && (
              <AttributeTable
                narrow
                caption={`Attributes of ${event.name}`}
                attributes={event.attributes}
              />
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Log lines written inside a span. */
export function SpanLogs({ logs }: { logs: readonly DossierLog[] }) {
  if (logs.length === 0) return null;
  return (
    <div>
      <h4 className={HEADING}>Log lines</h4>
      <ol className="space-y-1">
        {logs.map((log, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: log lines have no identity and never move
          <li key={index} className="flex gap-2 text-xs">
            <span className={cn('shrink-0 font-mono font-medium', severityTone(log.severity))}>
              {log.severity || '–'}
            </span>
            <LongText text={log.body} />
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Traces that a span points to; those of ours open as requests. */
export function SpanLinks({ links }: { links: DossierSpan['links'] }) {
  if (links.length === 0) return null;
  return (
    <div>
      <h4 className={HEADING}>Links</h4>
      <ul className="space-y-1 text-xs">
        {links.map((link) => {
          const { names_trace } = apiProfile().request_id;
          const request = names_trace ? requestIdOf(link.trace_id) : undefined;
          return (
            <li key={`${link.trace_id}-${link.span_id}`} className="break-all">
              {request ? (
                <RequestLink id={request} className="text-xs" />
              ) : (
                <code>
                  trace {link.trace_id}, span {link.span_id}
                </code>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
