import { isComparable } from '@request-desk/shared/comparable';
import type { Series } from '@request-desk/shared/dashboard-api';
import { percentText } from '@request-desk/shared/percent-text';
import { ALERT_CLASSES, type AlertClass } from '@request-desk/shared/profile';
import { codeProfile, codesOfClass } from '@request-desk/shared/profile-codes';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { latencyQuery, type PanelScope, seriesQuery } from '../../api/dashboard.ts';
import { apiProfile } from '../../api/profile.ts';
import { Change } from '../../ui/change.tsx';
import { isUnfinished } from '../../ui/chart/chart-data.ts';
import { classColour } from '../../ui/code-colour.ts';
import { formatMillis } from '../../ui/format-duration.ts';
import { formatCount } from '../../ui/format-number.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Sparkline } from '../../ui/sparkline.tsx';

type Line = Series['series'][number];

interface FiguresProps {
  readonly scope: PanelScope;
  /** The time before, to compare with. */
  readonly before: PanelScope | undefined;
}

/** The few numbers to see first. */
export function Figures({ scope, before }: FiguresProps) {
  const earlier = useQuery({
    ...seriesQuery(before ?? scope, 'code'),
    enabled: before !== undefined,
  }).data;
  const was = before && earlier;
  const series = useQuery(seriesQuery(scope, 'code')).data;
  const compared =
    series && was && series.step_s === was.step_s
      ? isComparable(was.all.requests, series.all.requests)
      : true;
  const latency = useQuery(latencyQuery(scope)).data;
  const requests = series?.all.total ?? 0;
  const unfinished = series && isUnfinished(series.at.at(-1), series.step_s, Date.now());
  const slowest = latency?.p95.findLast((value) => value !== null);
  return (
    <dl className="grid grid-cols-2 overflow-hidden rounded-xl border border-line bg-surface shadow-card md:grid-cols-5 xl:col-span-2">
      <Figure
        name="Requests"
        value={series && formatCount(requests)}
        now={requests}
        was={was?.all.total}
        compared={compared}
        values={series?.all.requests}
        unfinished={unfinished}
        colour="var(--accent-fill)"
      />
      <Figure
        name="Failed"
        value={series && percentText(series.all.total_errors, requests)}
        detail={series && formatCount(series.all.total_errors)}
        now={series?.all.total_errors}
        was={was?.all.total_errors}
        compared={compared}
        values={series?.all.errors}
        unfinished={unfinished}
        colour="var(--fg-3)"
      />
      {ALERT_CLASSES.filter((kind) => codesOfClass(apiProfile(), kind).length > 0).map((kind) => {
        const { total, values } = ofClass(kind, series?.series);
        return (
          <Figure
            key={kind}
            name={nameOf(kind)}
            value={series && percentText(total, requests)}
            detail={series && formatCount(total)}
            now={total}
            was={was && ofClass(kind, was.series).total}
            compared={compared}
            values={values ?? series?.at.map(() => 0)}
            unfinished={unfinished}
            colour={classColour(kind).fill}
          />
        );
      })}
      <Figure
        name="p95 latency, latest"
        value={latency && (slowest == null ? '–' : formatMillis(slowest))}
        values={latency?.p95.map((value) => value ?? 0)}
        colour="var(--svc-4)"
      />
    </dl>
  );
}

/** All codes of a class together. */
function ofClass(kind: AlertClass, lines: readonly Line[] | undefined) {
  const codes = codesOfClass(apiProfile(), kind);
  const own = lines?.filter(({ key }) => codes.includes(key)) ?? [];
  const values = own[0]?.requests.map((_, at) =>
    own.reduce((sum, { requests }) => sum + (requests[at] ?? 0), 0),
  );
  return { total: own.reduce((sum, { total }) => sum + total, 0), values };
}

/** The code and its status where the class has one code, else what its alerts are called. */
function nameOf(kind: AlertClass): string {
  const profile = apiProfile();
  const [code, ...others] = codesOfClass(profile, kind);
  const known = code === undefined ? undefined : codeProfile(profile, code);
  if (known && others.length === 0) return `${code} (${known.status})`;
  return profile.alerts[kind]?.name ?? kind;
}

interface FigureProps {
  readonly name: string;
  readonly value: ReactNode;
  readonly detail?: string | undefined;
  /** The count, and that of the time before where it is compared. */
  readonly now?: number | undefined;
  readonly was?: number | undefined;
  readonly compared?: boolean;
  readonly values: readonly number[] | undefined;
  readonly unfinished?: boolean | undefined;
  readonly colour: string;
}

function Figure(props: FigureProps) {
  const { name, value, detail, now, was, compared, values, unfinished, colour } = props;
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
        {now !== undefined && was !== undefined && (
          <span className="block text-xs text-fg-3 tabular-nums">
            previously {formatCount(was)}, <Change now={now} before={was} compared={compared} />
          </span>
        )}
        <div className="mt-2 h-6">
          {values && (
            <Sparkline
              values={thinned(values)}
              colour={colour}
              label={`${name} over the range`}
              unfinished={unfinished}
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
