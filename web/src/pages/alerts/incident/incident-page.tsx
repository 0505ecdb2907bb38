import type { IncidentDetail } from '@request-desk/shared/alerts-api';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ExternalLink, TextSearch } from 'lucide-react';
import { ApiFailure } from '../../../api/client.ts';
import { incidentQuery } from '../../../api/incidents.ts';
import { buttonVariants } from '../../../ui/button.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { Page } from '../../../ui/page.tsx';
import { summaryText } from '../../../ui/rates/rate-text.ts';
import { RequestLink } from '../../../ui/request-link.tsx';
import { safeHref } from '../../../ui/safe-href.ts';
import { Section } from '../../../ui/section.tsx';
import { LoadingText, Skeleton } from '../../../ui/skeleton.tsx';
import { Untrusted } from '../../../ui/untrusted.tsx';
import { AcknowledgeButton } from '../acknowledge-button.tsx';
import { AcknowledgeDialog } from '../acknowledge-dialog.tsx';
import { Deliveries } from '../deliveries.tsx';
import { SeverityBadge } from '../severity-badge.tsx';
import { SilenceButton } from '../silences/silence-button.tsx';
import { Affected } from './affected.tsx';
import { EscalationNote } from './escalation-note.tsx';
import { Events } from './events.tsx';
import { EvidenceChart } from './evidence-chart.tsx';
import { IncidentFacts } from './incident-facts.tsx';
import { IncidentPeople } from './incident-people.tsx';

/** `/alerts/:id`: one alert, what it was fired on, and what became of it. */
export function IncidentPage() {
  const { id } = useParams({ from: '/alerts/$id' });
  const answer = useQuery(incidentQuery(id));
  const incident = answer.data;
  if (answer.error instanceof ApiFailure && answer.error.code === 'no_such_thing')
    return (
      <Page
        title="Alert not found"
        lead="No alert has this id; alerts are kept for a limited time."
      >
        <Link
          to="/alerts/history"
          className="mt-4 inline-block font-medium text-accent hover:underline"
        >
          See all alerts
        </Link>
      </Page>
    );
  return (
    <Page
      title={incident?.title ?? 'Alert'}
      heading={incident && <Heading incident={incident} />}
      lead={incident && <bdi>{summaryText(incident)}</bdi>}
      actions={incident && <Actions incident={incident} />}
    >
      {answer.isError && (
        <div className="mt-5">
          <Failure
            what="The alert could not be loaded"
            error={answer.error}
            retry={() => void answer.refetch()}
          />
        </div>
      )}
      {answer.isPending && (
        <div className="mt-5 space-y-4">
          <LoadingText>Loading the alert</LoadingText>
          <Skeleton className="h-20 w-full rounded-xl" />
          <Skeleton className="h-64 w-full rounded-xl" />
        </div>
      )}
      {incident && (
        <div className="mt-5 space-y-4">
          <AcknowledgeDialog incident={incident} />
          <EscalationNote incident={incident} />
          <IncidentFacts incident={incident} />
          <EvidenceChart incident={incident} />
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <Section title="Timeline">
              <Events events={incident.timeline ?? incident.events} />
            </Section>
            <div className="space-y-4">
              <IncidentPeople incident={incident} />
              <Affected incident={incident} />
              <Samples incident={incident} />
              <Deliveries
                title="Messages"
                items={incident.deliveries}
                empty={emptyText(incident)}
              />
            </div>
          </div>
        </div>
      )}
    </Page>
  );
}

/** No word that contradicts another on the page: silenced, without a channel, or not yet. */
function emptyText({ silenced_by, maintenance, notified_at }: IncidentDetail): string {
  if (notified_at === undefined) return 'Messages this old are no longer stored.';
  if (silenced_by) return 'No notification was sent: it is silenced.';
  if (maintenance?.effect === 'mute') return 'No notification was sent: maintenance mutes it.';
  return 'No notification was sent: no channel takes this alert, or it was silenced.';
}

function Heading({ incident }: { incident: IncidentDetail }) {
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <SeverityBadge severity={incident.severity} over={incident.state !== 'firing'} />
      <Untrusted text={incident.title} />
    </span>
  );
}

function Actions({ incident }: { incident: IncidentDetail }) {
  const sentry = safeHref(incident.sentry_url);
  return (
    <>
      <AcknowledgeButton incident={incident} />
      <SilenceButton incident={incident} />
      {sentry && (
        <a
          href={sentry}
          target="_blank"
          rel="noreferrer"
          className={buttonVariants({ size: 'sm' })}
        >
          <ExternalLink aria-hidden="true" className="size-3.5" />
          Sentry
        </a>
      )}
      <Link
        to="/explore"
        search={exploreSearchOf(incident)}
        className={buttonVariants({ size: 'sm', className: 'primary' })}
      >
        <TextSearch aria-hidden="true" className="size-3.5" />
        Show requests
      </Link>
    </>
  );
}

/** The requests that the alert is about. */
function exploreSearchOf({ labels, started_at, ended_at }: IncidentDetail) {
  return {
    ...(labels.code ? { code: [labels.code] } : {}),
    ...(labels.route ? { route: [labels.route] } : {}),
    ...(labels.org ? { org: [labels.org] } : {}),
    from: started_at,
    to: ended_at ?? new Date().toISOString(),
  };
}

function Samples({ incident }: { incident: IncidentDetail }) {
  return (
    <Section title="Sample requests">
      {incident.sample_request_ids.length > 0 ? (
        <ul className="grid gap-1 sm:grid-cols-2">
          {incident.sample_request_ids.map((id) => (
            <li key={id}>
              <RequestLink id={id} />
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-sm text-fg-3">None.</p>
      )}
    </Section>
  );
}
