import type { FiringAlerts } from '@request-desk/shared/alerts-api';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { firingQuery } from '../../api/incidents.ts';
import { Failure } from '../../ui/failure.tsx';
import { Instant } from '../../ui/instant.tsx';
import { LoadingText, Skeleton } from '../../ui/skeleton.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { useNow } from '../../ui/use-now.ts';
import { Frame } from './frame.tsx';
import { IncidentCard } from './incident-card.tsx';

/** `/alerts`: what fires now, and whether anybody watches at all. */
export function FiringPage() {
  const answer = useQuery(firingQuery());
  return (
    <Frame title="Alerts">
      {answer.isError && (
        <div className="mb-4">
          <Failure
            what="Firing alerts could not be loaded"
            error={answer.error}
            retry={() => void answer.refetch()}
          />
        </div>
      )}
      {answer.isPending && (
        <>
          <LoadingText>Loading alerts</LoadingText>
          <Skeleton className="h-28 w-full rounded-xl" />
        </>
      )}
      {answer.data && (
        <>
          <Watch engine={answer.data.engine} />
          {answer.data.items.length > 0 ? (
            <ul aria-label="Firing now" className="space-y-3">
              {answer.data.items.map((incident) => (
                <li key={incident.id}>
                  <IncidentCard incident={incident} />
                </li>
              ))}
            </ul>
          ) : (
            <AllQuiet judgedTo={answer.data.engine.judged_to} />
          )}
          <Evaluator engine={answer.data.engine} />
        </>
      )}
    </Frame>
  );
}

/** Quiet means health only while somebody watches: says so when nobody does. */
function Watch({ engine }: { engine: FiringAlerts['engine'] }) {
  const fault = !engine.evaluating
    ? 'No process is evaluating alerts: no new alerts will fire.'
    : engine.telemetry === 'none'
      ? 'No telemetry is arriving: spikes cannot be detected.'
      : undefined;
  if (!fault) return null;
  return (
    <p className="mb-4 flex items-center gap-2 rounded-lg border border-warn-line bg-warn-soft px-4 py-2.5 text-sm text-warn">
      <TriangleAlert aria-hidden="true" className="size-4 shrink-0" />
      {fault}
    </p>
  );
}

/** Who watches, and when last: an evaluator that hangs looks like no alerts. */
function Evaluator({ engine }: { engine: FiringAlerts['engine'] }) {
  const now = useNow(1_000);
  const { evaluated_at: at, evaluated_by: by } = engine;
  return (
    <p className="mt-4 text-xs text-fg-3">
      {at === null ? (
        'Alerts have not been evaluated yet.'
      ) : (
        <>
          Last evaluated <Instant iso={at} show="ago" now={now} />
          {by !== null && (
            <>
              {' '}
              by <Untrusted text={by} />
            </>
          )}
          .
        </>
      )}
    </p>
  );
}

function AllQuiet({ judgedTo }: { judgedTo: string | null }) {
  return (
    <div className="rounded-xl border border-line bg-surface px-4 py-12 text-center shadow-card">
      <CircleCheck aria-hidden="true" className="mx-auto size-8 text-good" />
      <p className="mt-3 font-medium">No alerts are firing</p>
      <p className="mt-1 text-sm text-fg-3">
        {judgedTo ? (
          <>
            All requests up to <Instant iso={judgedTo} show="clock" /> have been evaluated.
          </>
        ) : (
          'No requests have been evaluated yet.'
        )}
      </p>
    </div>
  );
}
