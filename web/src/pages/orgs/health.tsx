import type { OrgHealth } from '@request-desk/shared/dashboard-api';
import { percentText } from '@request-desk/shared/percent-text';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { ChartPanel } from '../../ui/chart/chart-panel.tsx';
import { codeColour } from '../../ui/code-colour.ts';
import { FactTile } from '../../ui/fact-tile.tsx';
import { formatCount } from '../../ui/format-number.ts';
import { Instant } from '../../ui/instant.tsx';
import { LimitsTable } from '../../ui/limits-table.tsx';
import { RequestRows } from '../../ui/request-rows.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

const MOST_LIMITS = 8;

interface HealthProps {
  readonly orgId: string;
  readonly health: OrgHealth | undefined;
  readonly error: unknown;
  readonly retry: () => void;
  readonly onBrush: (from: string, to: string) => void;
}

/** How the organisation's requests went: numbers, codes over time, limits, newest errors. */
export function Health({ orgId, health, error, retry, onBrush }: HealthProps) {
  const data = useMemo(
    () =>
      health && {
        label: 'Failed requests by code',
        kind: 'stack' as const,
        at: health.series.at,
        stepS: health.series.step_s,
        lines: health.series.series
          .filter(({ key, total }) => key !== 'success' && total > 0)
          .map(({ key, requests }) => ({
            key,
            label: key,
            colour: codeColour(key).fill,
            values: requests,
          })),
        format: formatCount,
      },
    [health],
  );
  const range = health && { from: health.from, to: health.to };
  const counts = new Map(health?.by_code.map(({ value, count }) => [value, count]));
  return (
    <>
      {(health || !error) && <Facts health={health} />}
      <ChartPanel
        title="Errors by code"
        data={data}
        error={error}
        retry={retry}
        emptyText={
          health?.requests === 0
            ? 'No requests in this period'
            : 'No failed requests in this period'
        }
        height={180}
        totalOf={(code) => formatCount(counts.get(code) ?? 0)}
        linkOf={(code, children) => (
          <Link
            to="/explore"
            search={{ org: [orgId], code: [code], ...range }}
            className="rounded hover:underline"
          >
            {children}
          </Link>
        )}
        onBrush={onBrush}
      />
      {!health && !error && (
        <div className="grid gap-4 lg:grid-cols-2">
          <Skeleton className="h-62 rounded-xl" />
          <Skeleton className="h-62 rounded-xl" />
        </div>
      )}
      {health && (
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <Section title="Newest errors">
            {health.recent_errors.length > 0 ? (
              <RequestRows
                caption="Newest errors of the organisation"
                rows={health.recent_errors}
              />
            ) : (
              <p className="text-sm text-fg-3">None in this period.</p>
            )}
          </Section>
          <Section title="Limit use" flush>
            {health.limits.length > 0 ? (
              <LimitsTable
                items={health.limits.slice(0, MOST_LIMITS)}
                from={health.from}
                to={health.to}
                withOrg={false}
              />
            ) : (
              <p className="px-4 pb-4 text-sm text-fg-3">No key was used in this period.</p>
            )}
          </Section>
        </div>
      )}
    </>
  );
}

const WAITING = <Skeleton className="my-1.5 w-16" />;

function Facts({ health }: { health: OrgHealth | undefined }) {
  return (
    <dl className="grid grid-cols-2 overflow-hidden rounded-xl border border-line bg-surface shadow-card md:grid-cols-4">
      <FactTile name="Requests" large>
        {health ? formatCount(health.requests) : WAITING}
      </FactTile>
      <FactTile name="Failed" large>
        {health ? (
          <>
            {percentText(health.errors, health.requests)}{' '}
            <span className="text-sm font-normal text-fg-3">{formatCount(health.errors)}</span>
          </>
        ) : (
          WAITING
        )}
      </FactTile>
      <FactTile name="Last request" large>
        {health ? <LastAt iso={health.last_request_at} /> : WAITING}
      </FactTile>
      <FactTile name="Last success" large>
        {health ? <LastAt iso={health.last_success_at} /> : WAITING}
      </FactTile>
    </dl>
  );
}

function LastAt({ iso }: { iso: string | null }) {
  return iso === null ? 'none' : <Instant iso={iso} show="ago" />;
}
