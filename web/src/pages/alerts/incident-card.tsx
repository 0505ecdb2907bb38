import type { Incident } from '@request-desk/shared/alerts-api';
import { Link } from '@tanstack/react-router';
import { CodeBadge } from '../../ui/code-badge.tsx';
import { Instant } from '../../ui/instant.tsx';
import { summaryText } from '../../ui/rates/rate-text.ts';
import { RequestLink } from '../../ui/request-link.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { useNow } from '../../ui/use-now.ts';
import { AcknowledgeButton } from './acknowledge-button.tsx';
import { phaseText } from './phase.tsx';
import { SeverityBadge } from './severity-badge.tsx';
import { SilenceButton } from './silences/silence-button.tsx';

const SAMPLES = 4;

/** One firing alert: what, since when, who is hit, and what can be done at once. */
export function IncidentCard({ incident }: { incident: Incident }) {
  const now = useNow(5_000);
  return (
    <article className="rounded-xl border border-line bg-surface px-4 py-3.5 shadow-card">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <SeverityBadge severity={incident.severity} over={false} />
        <div className="min-w-0 flex-1 basis-64">
          <h2 className="font-semibold">
            <Link to="/alerts/$id" params={{ id: incident.id }} className="rounded hover:underline">
              <Untrusted text={incident.title} />
            </Link>
          </h2>
          <p className="mt-0.5 text-sm text-fg-2">
            <bdi>{summaryText(incident)}</bdi>
          </p>
        </div>
        <div className="flex items-center gap-1.5">
          <AcknowledgeButton incident={incident} />
          <SilenceButton incident={incident} />
        </div>
      </div>
      <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-1.5 text-xs text-fg-2">
        {incident.labels.code && <CodeBadge code={incident.labels.code} />}
        <span>
          since <Instant iso={incident.started_at} show="clock" />,{' '}
          <Instant iso={incident.started_at} show="ago" now={now} />
        </span>
        {incident.phase !== 'firing' && <span>{phaseText(incident)}</span>}
        {incident.acknowledged && (
          <span>
            acknowledged by <Untrusted text={incident.acknowledged.by} />{' '}
            <Instant iso={incident.acknowledged.at} show="ago" now={now} />
          </span>
        )}
        {incident.owner && (
          <span>
            owner <Untrusted text={incident.owner} />
          </span>
        )}
        {incident.silenced_by && <span>silenced: nobody is notified</span>}
        {incident.maintenance && !incident.silenced_by && (
          <span>
            <Untrusted text={incident.maintenance.title} />:{' '}
            {incident.maintenance.effect === 'mute'
              ? 'nobody is notified'
              : 'notified, nobody is paged'}
          </span>
        )}
        <span className="ml-auto flex flex-wrap gap-x-3 max-sm:ml-0">
          {incident.sample_request_ids.slice(0, SAMPLES).map((id) => (
            <RequestLink key={id} id={id} className="text-xs" />
          ))}
        </span>
      </div>
    </article>
  );
}
