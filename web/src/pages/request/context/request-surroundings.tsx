import type { DossierFound } from '@request-desk/shared/dossier';
import { Link } from '@tanstack/react-router';
import { Siren } from 'lucide-react';
import type { ReactNode } from 'react';
import { Instant } from '../../../ui/instant.tsx';
import { Section } from '../../../ui/section.tsx';
import { Untrusted } from '../../../ui/untrusted.tsx';
import { Blast } from './blast.tsx';
import { Retries } from './retries.tsx';
import { Timeline } from './timeline.tsx';

/** Whether the customer got through afterwards, who else was hit, and what the key did. */
export function RequestSurroundings({ dossier }: { dossier: DossierFound }) {
  const { retries, blast, timeline, alert } = dossier.context;
  if (!retries && !blast && !alert && timeline.length === 0) return null;
  return (
    <Section title="Around this request">
      {alert && (
        <p className="mb-3 flex items-center gap-2 rounded-lg border border-bad-line bg-bad-soft px-3 py-2 text-sm">
          <Siren aria-hidden="true" className="size-4 shrink-0 text-bad" />
          <span>
            Part of an {alert.ended ? '' : 'open '}incident:{' '}
            <Link
              to="/alerts/$id"
              params={{ id: alert.id }}
              className="font-medium hover:underline"
            >
              <Untrusted text={alert.title} />
            </Link>
            , which began at <Instant iso={alert.since} show="clock" />
            {alert.ended && (
              <>
                {' '}
                and ended at <Instant iso={alert.ended} show="clock" />
              </>
            )}
            {alert.status_text && (
              <>
                . <Untrusted text={alert.status_text} />
              </>
            )}
          </span>
        </p>
      )}
      <div className="grid gap-x-8 gap-y-5 lg:grid-cols-3">
        <Panel title="Retries">
          <Retries retries={retries} />
        </Panel>
        <Panel title="Also affected">
          <Blast blast={blast} />
        </Panel>
        <Panel title="Requests of the key">
          <Timeline rows={timeline} current={dossier.request_id} />
        </Panel>
      </div>
    </Section>
  );
}

function Panel({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <h3 className="mb-1.5 text-xs font-medium text-fg-3">{title}</h3>
      {children}
    </div>
  );
}
