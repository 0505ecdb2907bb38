import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { latencyQuery, type PanelScope, seriesQuery } from '../../api/dashboard.ts';
import { codeColour } from '../../ui/code-colour.ts';
import { formatMillis } from '../../ui/format-duration.ts';
import { formatCount, formatShare } from '../../ui/format-number.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Sparkline } from '../../ui/sparkline.tsx';

/** The few numbers to see first. */
export function Figures({ scope }: { scope: PanelScope }) {
  const series = useQuery(seriesQuery(scope, 'code')).data;
  const latency = useQuery(latencyQuery(scope)).data;
  const of = (code: string) => series?.series.find(({ key }) => key === code);
  const requests = series?.all.total ?? 0;
  const share = (code: string) => formatShare(of(code)?.total ?? 0, requests);
  const slowest = latency?.p95.findLast((value) => value !== null);
  return (
    <dl className="grid grid-cols-2 overflow-hidden rounded-xl border border-line bg-surface shadow-card md:grid-cols-5 xl:col-span-2">
      <Figure
        name="Requests"
        value={series && formatCount(requests)}
        values={series?.all.requests}
        colour="var(--accent-fill)"
      />
      <Figure
        name="Failed"
        value={series && formatShare(series.all.total_errors, requests)}
        detail={series && formatCount(series.all.total_errors)}
        values={series?.all.errors}
        colour="var(--fg-3)"
      />
      <Figure
        name="internal_error (500)"
        value={series && share('internal_error')}
        detail={series && formatCount(of('internal_error')?.total ?? 0)}
        values={of('internal_error')?.requests ?? series?.at.map(() => 0)}
        colour={codeColour('internal_error').fill}
      />
      <Figure
        name="rate_limited (429)"
        value={series && share('rate_limited')}
        detail={series && formatCount(of('rate_limited')?.total ?? 0)}
        values={of('rate_limited')?.requests ?? series?.at.map(() => 0)}
        colour={codeColour('rate_limited').fill}
      />
      <Figure
        name="p95 latency, latest"
        value={latency && (slowest == null ? '–' : formatMillis(slowest))}
        values={latency?.p95.map((value) => value ?? 0)}
        colour="var(--svc-4)"
      />
    </dl>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: ReactNode;
  readonly detail?: string | undefined;
  readonly values: readonly number[] | undefined;
  readonly colour: string;
}

function Figure({ name, value, detail, values, colour }: FigureProps) {
  return (
    <div className="-mt-px -ml-px min-w-0 border-t border-l border-line px-4 py-3">
      <dt className="truncate text-xs text-fg-3">{name}</dt>
      <dd>
        {value === undefined ? (
          <Skeleton className="my-1 h-5 w-20" />
        ) : (
          <span className="text-xl font-semibold tracking-tight tabular-nums">{value}</span>
        )}
        {detail && <span className="ml-1.5 text-xs text-fg-3 tabular-nums">{detail}</span>}
        <div className="mt-2 h-6">
          {values && (
            <Sparkline
              values={thinned(values)}
              colour={colour}
              label={`${name} over the range`}
              className="h-6 w-full"
            />
          )}
        </div>
      </dd>
    </div>
  );
}

const MOST_BARS = 48;

/** At most so many bars: neighbours are averaged. */
function thinned(values: readonly number[]): number[] {
  const size = Math.ceil(values.length / MOST_BARS);
  if (size <= 1) return [...values];
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) => {
    const part = values.slice(index * size, (index + 1) * size);
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
}
