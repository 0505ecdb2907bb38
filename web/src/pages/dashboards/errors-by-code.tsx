import { percentText } from '@request-desk/shared/percent-text';
import { codesOfClass } from '@request-desk/shared/profile-codes';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { seriesQuery } from '../../api/dashboard.ts';
import { apiProfile } from '../../api/profile.ts';
import { ChartPanel } from '../../ui/chart/chart-panel.tsx';
import { codeColour } from '../../ui/code-colour.ts';
import { formatCount } from '../../ui/format-number.ts';
import { type ComparedProps, scopeFilter, stepEnd } from './panel.ts';
import { moved } from './previous-period.ts';

/** Every failed request, stacked by code; the API's own faults stand on the base line. */
export function ErrorsByCode({ scope, markers, onBrush, before }: ComparedProps) {
  const answer = useQuery(seriesQuery(scope, 'code'));
  const { data: earlier } = useQuery({
    ...seriesQuery(before ?? scope, 'code'),
    enabled: before !== undefined,
  });
  const navigate = useNavigate();
  const series = answer.data;
  const data = useMemo(() => {
    if (!series) return undefined;
    const profile = apiProfile();
    const first = [...codesOfClass(profile, 'server'), ...codesOfClass(profile, 'limit')];
    const codes = series.series
      .filter(({ key, total }) => key !== 'success' && total > 0)
      .sort((a, b) => rank(first, a.key) - rank(first, b.key));
    return {
      label: 'Failed requests by code',
      kind: 'stack' as const,
      at: series.at,
      stepS: series.step_s,
      lines: codes.map(({ key, requests }) => ({
        key,
        label: key,
        colour: codeColour(key).fill,
        values: requests,
      })),
      markers,
      format: formatCount,
      ...(before && earlier
        ? {
            before: {
              label: 'all, previous period',
              values: moved(earlier, earlier.all.errors, series),
            },
          }
        : {}),
    };
  }, [series, markers, before, earlier]);
  const range = series && { from: series.from, to: series.to };
  return (
    <ChartPanel
      title="Errors by code"
      className="xl:col-span-2"
      note={
        series &&
        `${formatCount(series.all.total_errors)} of ${formatCount(series.all.total)} requests (${percentText(series.all.total_errors, series.all.total)})`
      }
      data={data}
      error={answer.error}
      retry={() => void answer.refetch()}
      emptyText="No failed requests in this period"
      height={240}
      totalOf={(code) => formatCount(series?.series.find(({ key }) => key === code)?.total ?? 0)}
      linkOf={(code, children) => (
        <Link
          to="/explore"
          search={{ code: [code], ...scopeFilter(scope), ...range }}
          className="rounded hover:underline"
        >
          {children}
        </Link>
      )}
      onPick={(at, stepS) =>
        void navigate({
          to: '/explore',
          search: { code: ['error'], ...scopeFilter(scope), from: at, to: stepEnd(at, stepS) },
        })
      }
      onBrush={onBrush}
    />
  );
}

function rank(first: readonly string[], code: string): number {
  const place = first.indexOf(code);
  return place < 0 ? first.length : place;
}
