import type { IncidentDetail, IncidentRate } from '@request-desk/shared/alerts-api';
import { percentText } from '@request-desk/shared/percent-text';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { directoryManaged } from '../../../api/directory.ts';
import { FactTile } from '../../../ui/fact-tile.tsx';
import { formatMillis } from '../../../ui/format-duration.ts';
import { formatCount } from '../../../ui/format-number.ts';
import { Instant } from '../../../ui/instant.tsx';
import { OrgName } from '../../../ui/org-name.tsx';
import { rateText } from '../../../ui/rates/rate-text.ts';
import { Untrusted } from '../../../ui/untrusted.tsx';
import { useNow } from '../../../ui/use-now.ts';
import { phaseText } from '../phase.tsx';
import { around } from './around.ts';

/** When, how bad, and who is hit. */
export function IncidentFacts({ incident }: { incident: IncidentDetail }) {
  const now = useNow(5_000);
  const { evidence } = incident;
  const end = incident.ended_at ? Date.parse(incident.ended_at) : now;
  return (
    <dl className="grid grid-cols-2 overflow-hidden rounded-xl border border-line bg-surface text-sm shadow-card md:grid-cols-4">
      <FactTile name="State" detail={stateDetail(incident)}>
        <span className={incident.state === 'firing' ? 'text-bad' : ''}>
          {incident.state === 'firing' ? 'Firing' : 'Over'}
        </span>
      </FactTile>
      <FactTile
        name="Began"
        detail={
          <>
            noticed after {afterStart(incident, incident.fired_at)}
            {incident.notified_at
              ? `, notified after ${afterStart(incident, incident.notified_at)}`
              : incident.notified_at === null && ', no notification sent'}
          </>
        }
      >
        <Instant iso={incident.started_at} show="clock" />{' '}
        <span className="font-normal text-fg-3">
          <Instant iso={incident.started_at} show="ago" now={now} />
        </span>
      </FactTile>
      <FactTile
        name={incident.ended_at ? 'Lasted' : 'Lasts'}
        detail={
          <>
            {formatCount(incident.lost.errors)} of {formatCount(incident.lost.requests)} requests
            failed{incident.paged_at && '; somebody was paged'}
          </>
        }
      >
        {formatMillis(Math.max(0, end - Date.parse(incident.started_at)))}
      </FactTile>
      <FactTile
        name="When it fired"
        detail={`${formatCount(evidence.errors)} of ${formatCount(evidence.requests)} in ${evidence.window_s} s`}
      >
        {percentText(evidence.ratio)}
        <span className="ml-1.5 font-normal text-fg-3">
          usually {percentText(evidence.usual_ratio)}
        </span>
      </FactTile>
      <Rates incident={incident} />
      <Around incident={incident} />
      <FactTile
        name="Affected when it fired"
        detail={evidence.org_count > evidence.orgs.length && 'and more'}
      >
        <span className="font-normal">
          {evidence.orgs.length === 0 && 'unknown'}
          {evidence.orgs.map((id) =>
            directoryManaged() ? (
              <Link
                key={id}
                to="/orgs/$id"
                params={{ id }}
                className="mr-2 text-accent hover:underline"
              >
                <OrgName id={id} />
              </Link>
            ) : (
              <span key={id} className="mr-2">
                <OrgName id={id} />
              </span>
            ),
          )}
        </span>
      </FactTile>
      <FactTile name="Routes">
        <span className="font-mono text-xs font-normal">
          {evidence.routes.map((route) => (
            <bdi key={route} className="block truncate" title={route}>
              {route || 'no route'}
            </bdi>
          ))}
          {evidence.routes.length === 0 && 'unknown'}
        </span>
      </FactTile>
      <FactTile
        name="Releases"
        detail={evidence.deployed && <>deployed shortly before: {evidence.deployed}</>}
      >
        <span className="font-mono text-xs font-normal">
          {evidence.releases.join(', ') || 'unknown'}
        </span>
      </FactTile>
      <TriggeredBy incident={incident} />
      <FactTile name="Rule">
        <Link to="/alerts/rules" className="font-normal text-accent hover:underline">
          <Untrusted text={incident.rule} />
        </Link>
      </FactTile>
    </dl>
  );
}

/** What the state itself does not say already. */
function stateDetail(incident: IncidentDetail): ReactNode {
  const { phase, end_reason: reason } = incident;
  const isSaid = phase === 'firing' || (phase === 'resolved' && (reason ?? phase) === 'resolved');
  return isSaid ? undefined : phaseText(incident);
}

/** From the start of the trouble to a moment. */
function afterStart({ started_at }: IncidentDetail, iso: string): string {
  return formatMillis(Math.max(0, Date.parse(iso) - Date.parse(started_at)));
}

function Rates({ incident: { current, peak, state } }: { incident: IncidentDetail }) {
  return (
    <>
      {state === 'firing' && (
        <FactTile
          name="Now"
          detail={current && `in the minute from ${current.at.slice(11, 19)} UTC`}
        >
          {current ? rateText(current) : <span className="font-normal">unknown</span>}
        </FactTile>
      )}
      {peak && (
        <FactTile
          name="Peak"
          detail={
            <>
              at <Instant iso={peak.at} show="clock" />
            </>
          }
        >
          {rateText(peak)}
        </FactTile>
      )}
    </>
  );
}

/** How it was before the start, and since the end. */
function Around({ incident }: { incident: IncidentDetail }) {
  const { before, after } = around(incident);
  return (
    <>
      {before && <FactTile name={`${spanText(before)} before`}>{shareText(before)}</FactTile>}
      {after && <FactTile name={`${spanText(after)} after`}>{shareText(after)}</FactTile>}
    </>
  );
}

const spanText = ({ window_s }: IncidentRate) => formatMillis(window_s * 1000);

function shareText({ errors, requests }: IncidentRate) {
  return (
    <>
      {requests > 0 ? percentText(errors, requests) : 'no requests'}
      <span className="ml-1.5 font-normal text-fg-3">
        {formatCount(errors)} of {formatCount(requests)}
      </span>
    </>
  );
}

/** Which window made it an alert or a page: a spike by itself, or what added up over a longer one. */
function TriggeredBy({ incident: { budget, evidence } }: { incident: IncidentDetail }) {
  if (budget === null)
    return (
      <FactTile name="Triggered by">
        a spike within {formatMillis(evidence.window_s * 1000)}
      </FactTile>
    );
  const { bursts, window_s, burn_rate, allowed_ratio } = budget;
  const rate = burn_rate >= 10 ? burn_rate.toFixed(0) : burn_rate.toFixed(1);
  return (
    <FactTile
      name="Triggered by"
      detail={
        <>
          {formatCount(budget.errors)} of {formatCount(budget.requests)}, {rate} times as many as{' '}
          {allowed_ratio === null ? 'usual' : `allowed (${percentText(allowed_ratio)})`}
        </>
      }
    >
      {bursts > 0 ? `${bursts} bursts within ` : 'a burn over '}
      {formatMillis(window_s * 1000)}
    </FactTile>
  );
}
