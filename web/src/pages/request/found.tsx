import type { DossierFound } from '@request-desk/shared/dossier';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Around } from './context/around.tsx';
import { Elsewhere } from './elsewhere.tsx';
import { Logs } from './logs.tsx';
import { OpenSpanContext } from './open-span.ts';
import { RawEvent } from './raw-event.tsx';
import { RequestHeader } from './request-header.tsx';
import { TicketReply } from './ticket-reply.tsx';
import { Trace } from './trace.tsx';
import { Verdict } from './verdict.tsx';
import { WhatToDo } from './what-to-do.tsx';

/** Everything that is known of one request: the answer first, the material after it. */
export function Found({ dossier }: { dossier: DossierFound }) {
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
  return (
    <OpenSpanContext value={openSpan}>
      <article className="mx-auto w-full max-w-[1440px] px-4 pt-6 pb-20 lg:px-6">
        <RequestHeader dossier={dossier} />
        <div className="mt-5 grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_400px]">
          <div className="min-w-0 space-y-4">
            <Verdict verdict={dossier.verdict} />
            {dossier.remediation && <WhatToDo remediation={dossier.remediation} />}
          </div>
          <div className="min-w-0 space-y-4">
            <TicketReply dossier={dossier} />
            <Elsewhere dossier={dossier} />
          </div>
        </div>
        <div className="mt-4 space-y-4">
          <Around dossier={dossier} />
          <Trace dossier={dossier} />
          <Logs dossier={dossier} />
          <RawEvent dossier={dossier} />
        </div>
      </article>
    </OpenSpanContext>
  );
}
