import type { DossierLog } from '@request-desk/shared/dossier';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { formatMicros } from '../../../ui/format-duration.ts';
import { AttributeTable } from '../attribute-table.tsx';
import { SentBy } from '../sent-by.tsx';
import { selfTime } from './critical-path.ts';
import { serviceColour } from './service-colour.ts';
import { SpanEvents, SpanLinks, SpanLogs } from './span-extras.tsx';
import { type SpanNode, spanLabel } from './span-node.ts';

interface SpanDetailsProps {
  readonly node: SpanNode;
  readonly services: readonly string[];
  readonly traceStart: number;
  readonly logs: readonly DossierLog[];
  readonly onClose: () => void;
}

/** Everything recorded of one span. */
export function SpanDetails({ node, services, traceStart, logs, onClose }: SpanDetailsProps) {
  const { span } = node;
  return (
    <aside
      aria-label="Span details"
      className="max-h-[min(70dvh,640px)] overflow-y-auto border-t border-line lg:w-[400px] lg:shrink-0 lg:border-l"
    >
      <div className="sticky top-0 z-2 flex items-start gap-2 border-b border-line bg-surface py-2 pr-2 pl-4">
        <div className="min-w-0 flex-1">
          <h3 className="line-clamp-4 font-mono text-sm font-semibold" title={spanLabel(span)}>
            <bdi>{spanLabel(span)}</bdi>
          </h3>
          <p className="mt-0.5 flex items-center gap-1.5 text-xs text-fg-2">
            <span
              aria-hidden="true"
              className="size-2.5 rounded-[3px]"
              style={{ background: serviceColour(services, span.service) }}
            />
            <bdi>{span.service}</bdi> · {span.kind}
            <SentBy row={span} />
          </p>
        </div>
        <Button variant="ghost" size="icon" aria-label="Close span details" onClick={onClose}>
          <X aria-hidden="true" className="size-4" />
        </Button>
      </div>
      <dl className="grid grid-cols-3 gap-3 px-4 py-3 text-xs">
        <Figure name="Duration">{node.untimed ? 'unknown' : formatMicros(span.duration_us)}</Figure>
        <Figure name="Own time">{formatMicros(selfTime(node))}</Figure>
        <Figure name="Starts at">{signed(node.start - traceStart)}</Figure>
        <Figure name="Status">
          <span className={span.status === 'Error' ? 'text-bad' : ''}>{span.status}</span>
        </Figure>
        <div className="col-span-2 min-w-0">
          <dt className="text-fg-3">Span id</dt>
          <dd className="flex items-center font-mono">
            <span className="truncate">{span.span_id}</span>
            <CopyButton text={span.span_id} what="Span id" className="-my-1.5" />
          </dd>
        </div>
      </dl>
      {span.status_message && (
        <p className="mx-4 mb-3 rounded-md border border-bad-line bg-bad-soft px-3 py-2 text-xs text-bad">
          <bdi>{span.status_message}</bdi>
        </p>
      )}
      {node.orphan && (
        <Note>
          Its parent <code>{span.parent_span_id}</code>{' '}
          {node.inCircle ? 'is itself, or was called by it.' : 'is not stored.'}
        </Note>
      )}
      {node.shiftUs !== 0 && (
        <Note>
          Its clock is {formatMicros(Math.abs(node.shiftUs))}{' '}
          {node.shiftUs > 0 ? 'behind' : 'ahead'} of the others: it is drawn where it must have run,
          and its own times are off by as much.
        </Note>
      )}
      {node.sentNs !== undefined && (
        <Note>
          Its start was sent as <code>{node.sentNs}</code> ns since 1970, which is impossible. It is
          drawn when it was received.
        </Note>
      )}
      {node.untimed && <Note>Sent with a start time of 0, so it is drawn at its end.</Note>}
      {node.skewUs > 0 && (
        <Note>
          Seems to start {formatMicros(node.skewUs)} before its parent: the clocks of two machines
          disagree.
        </Note>
      )}
      <div className="space-y-4 px-4 pb-4">
        <div>
          <h4 className="mb-1 text-xs font-medium text-fg-3">Attributes</h4>
          <AttributeTable narrow caption="Attributes of the span" attributes={span.attributes} />
        </div>
        <SpanEvents events={span.events} traceStart={traceStart - node.shiftUs} />
        <SpanLogs logs={logs} />
        <SpanLinks links={span.links} />
      </div>
    </aside>
  );
}

const signed = (us: number) => `${us < 0 ? '−' : '+'}${formatMicros(Math.abs(us))}`;

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-fg-3">{name}</dt>
      <dd className="font-medium tabular-nums">{children}</dd>
    </div>
  );
}

function Note({ children }: { children: ReactNode }) {
  return (
    <p className="mx-4 mb-3 rounded-md border border-warn-line bg-warn-soft px-3 py-2 text-xs text-warn">
      {children}
    </p>
  );
}
