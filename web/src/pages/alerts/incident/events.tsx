import type { IncidentEvent } from '@request-desk/shared/alerts-api';
import { cn } from '../../../ui/cn.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Untrusted } from '../../../ui/untrusted.tsx';

const TEXT: Readonly<Record<IncidentEvent['kind'], string>> = {
  fired: 'Fired',
  paged: 'Became a page',
  resolved: 'Resolved',
  superseded: 'Merged into a wider alert',
  rule_removed: 'Ended: its rule was removed',
  acknowledged: 'Acknowledged',
  unacknowledged: 'Acknowledgement removed',
  silenced: 'Silenced',
  reminded: 'Reminder sent',
  escalated: 'Escalated: nobody had acknowledged',
  began: 'Started',
  notified: 'Notified',
  note: 'Note',
  owner: 'Owner set',
  status_text: 'Status text set',
};
const LOUD = new Set<IncidentEvent['kind']>(['fired', 'paged', 'escalated']);

/** Who did what, oldest first. */
export function Events({ events }: { events: readonly IncidentEvent[] }) {
  return (
    <ol className="relative space-y-3 before:absolute before:top-2 before:bottom-2 before:left-[3.5px] before:w-px before:bg-line-strong">
      {events.map((event) => (
        <li key={`${event.at} ${event.kind} ${event.note}`} className="relative flex gap-3 text-sm">
          <span
            aria-hidden="true"
            className={cn(
              'mt-1.5 size-2 shrink-0 rounded-full',
              LOUD.has(event.kind)
                ? 'bg-bad'
                : event.kind === 'resolved'
                  ? 'bg-good'
                  : 'bg-line-strong',
            )}
          />
          <div className="min-w-0">
            <p>
              <span className="font-medium">{TEXT[event.kind]}</span>
              {event.by !== 'engine' && (
                <>
                  {' '}
                  by <Untrusted text={event.by} />
                </>
              )}
            </p>
            {event.note && (
              <p className="text-fg-2">
                <Untrusted text={event.note} />
              </p>
            )}
            <p className="text-xs text-fg-3">
              <Instant iso={event.at} show="stamp" />
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}
