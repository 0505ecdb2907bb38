import type { DossierFound } from '@request-desk/shared/dossier';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useDeferredValue, useMemo } from 'react';
import { Skeleton } from '../../ui/skeleton.tsx';
import { RequestSurroundings } from './context/request-surroundings.tsx';
import { ExternalLinks } from './external-links.tsx';
import { Logs } from './logs/logs.tsx';
import { OpenSpanContext } from './open-span.ts';
import { RawEvent } from './raw-event.tsx';
import { RequestHeader } from './request-header.tsx';
import { TicketReply } from './ticket-reply.tsx';
import { Trace } from './trace.tsx';
import { Verdict } from './verdict.tsx';

interface FoundProps {
  readonly dossier: DossierFound;
  /** Only what the event says is there yet. */
  readonly growing: boolean;
}

/** Everything that is known of one request: the answer first, the material after it. */
export function FoundRequest({ dossier, growing }: FoundProps) {
  const { span, org } = useSearch({ from: '/r/$id' });
  const navigate = useNavigate();
  const openSpan = useMemo(
    () => ({
      id: span,
      open: (id: string | undefined) => {
        const search = { ...(id === undefined ? {} : { span: id }), ...(org ? { org } : {}) };
        void navigate({ to: '.', search, replace: true, resetScroll: false });
        if (id !== undefined)
          document
            .getElementById('trace')
            ?.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
      },
    }),
    [span, org, navigate],
  );
  // The answer is painted before the material below it is rendered.
  const material = useDeferredValue(growing ? undefined : dossier, undefined);
  return (
    <OpenSpanContext value={openSpan}>
      <article className="mx-auto w-full max-w-[1440px] px-4 pt-4 pb-20 lg:px-6">
        <RequestHeader dossier={dossier} />
        <div className="mt-3 grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_400px]">
          {/* First also on a phone, where the reply is what somebody came for. */}
          <div className="min-w-0 lg:col-start-2 lg:row-start-1">
            {growing ? <Skeleton className="h-60 rounded-xl" /> : <TicketReply dossier={dossier} />}
          </div>
          <div className="min-w-0 lg:col-start-1 lg:row-start-1">
            <Verdict dossier={dossier} growing={growing} />
          </div>
        </div>
        {!growing && (
          <div className="mt-4 space-y-4">
            {material ? (
              <>
                <Trace dossier={material} />
                <RequestSurroundings dossier={material} />
                <Logs dossier={material} />
                <ExternalLinks dossier={material} />
                <RawEvent dossier={material} />
              </>
            ) : (
              <Skeleton className="h-[100dvh] rounded-xl" />
            )}
          </div>
        )}
      </article>
    </OpenSpanContext>
  );
}
