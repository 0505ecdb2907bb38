import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { latencyQuery } from '../../api/dashboard.ts';
import { ChartPanel } from '../../ui/chart/chart-panel.tsx';
import { formatMillis } from '../../ui/format-duration.ts';
import { formatCount } from '../../ui/format-number.ts';
import { type ComparedProps, scopeFilter, stepEnd } from './panel.ts';
import { moved } from './previous-period.ts';

const QUANTILES = [
  ['p50', 'var(--svc-4)', undefined],
  ['p90', 'var(--svc-1)', [6, 4]],
  ['p95', 'var(--svc-2)', undefined],
  ['p99', 'var(--svc-3)', [2, 3]],
] as const;
const MOST_ROUTES = 6;

/** How long requests take: the middle one, and the slow ends. */
export function LatencyPanel({ scope, markers, onBrush, before }: ComparedProps) {
  const answer = useQuery(latencyQuery(scope));
  const { data: earlier } = useQuery({
    ...latencyQuery(before ?? scope),
    enabled: before !== undefined,
  });
  const navigate = useNavigate();
  const latency = answer.data;
  const data = useMemo(
    () =>
      latency && {
        label: 'Latency quantiles',
        kind: 'lines' as const,
        at: latency.at,
        stepS: latency.step_s,
        lines: QUANTILES.map(([key, colour, dash]) => ({
          key,
          label: key,
          colour,
          ...(dash ? { dash } : {}),
          values: latency[key],
        })),
        markers,
        format: formatMillis,
        ...(before && earlier
          ? {
              before: {
                label: 'p95, previous period',
                values: moved(earlier, earlier.p95, latency),
              },
            }
          : {}),
      },
    [latency, markers, before, earlier],
  );
  return (
    <ChartPanel
      title="Latency"
      data={data}
      error={answer.error}
      retry={() => void answer.refetch()}
      emptyText="No requests in this period"
      onPick={(at, stepS) =>
        void navigate({
          to: '/explore',
          search: { ...scopeFilter(scope), from: at, to: stepEnd(at, stepS) },
        })
      }
      onBrush={onBrush}
    >
      {latency && latency.routes.length > 0 && (
        <table className="mt-3 w-full table-fixed border-t border-line text-right text-xs tabular-nums">
          <caption className="sr-only">Latency by route over the whole range</caption>
          <thead className="text-fg-3">
            <tr>
              <th scope="col" className="py-1.5 text-left font-medium">
                Route
              </th>
              <th scope="col" className="w-16 font-medium max-sm:hidden">
                Requests
              </th>
              {QUANTILES.map(([key]) => (
                <th key={key} scope="col" className="w-16 font-medium">
                  {key}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {latency.routes.slice(0, MOST_ROUTES).map((route) => (
              <tr key={route.route} className="border-t border-line">
                <th scope="row" className="truncate py-1 text-left font-mono font-normal">
                  <bdi title={route.route}>
                    {route.route === '-' || route.route === '' ? 'no route' : route.route}
                  </bdi>
                </th>
                <td className="max-sm:hidden">{formatCount(route.requests)}</td>
                {QUANTILES.map(([key]) => (
                  <td key={key}>{formatMillis(route[key])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </ChartPanel>
  );
}
