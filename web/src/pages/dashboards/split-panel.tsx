import type { Series } from '@request-desk/shared/dashboard-api';
import { percentText } from '@request-desk/shared/percent-text';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { seriesQuery } from '../../api/dashboard.ts';
import { type ChartLine, lineStyle } from '../../ui/chart/chart-data.ts';
import { ChartPanel } from '../../ui/chart/chart-panel.tsx';
import { codeColour } from '../../ui/code-colour.ts';
import { formatCount } from '../../ui/format-number.ts';
import { useOrgNames } from '../../ui/org-name.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { type PanelProps, scopeFilter, stepEnd } from './panel.ts';
import type { DashboardSearch, Measure, Split } from './url.ts';

const MOST_LINES = 8;

interface SplitPanelProps extends PanelProps {
  readonly search: DashboardSearch;
  readonly onChange: (next: DashboardSearch) => void;
}

/** Requests, errors or the share of errors, one line for each route, organisation or code. */
export function SplitPanel({ scope, markers, onBrush, search, onChange }: SplitPanelProps) {
  const by: Split = search.by ?? 'route';
  const show: Measure = search.show ?? 'rate';
  const answer = useQuery(seriesQuery(scope, by));
  const nameOf = useOrgNames();
  const navigate = useNavigate();
  const series = answer.data?.by === by ? answer.data : undefined;
  const data = useMemo(() => {
    if (!series) return undefined;
    const lines = series.series
      .filter(({ key }) => !(show !== 'requests' && key === 'success'))
      .filter(({ key }) => !isUnrouted(key, by, show))
      .slice(0, MOST_LINES);
    return {
      label: `${TITLE[show]} by ${NAME[by]}`,
      kind: 'lines' as const,
      at: series.at,
      stepS: series.step_s,
      lines: lines.map(
        (line, index): ChartLine => ({
          key: line.key,
          label: labelOf(by, line.key, nameOf),
          ...lineStyle(index),
          ...(by === 'code'
            ? { colour: codeColour(line.key === 'success' ? '' : line.key).fill }
            : {}),
          values: valuesOf(series, line, by, show),
        }),
      ),
      markers,
      format: show === 'rate' ? (value: number) => `${trim(value)} %` : formatCount,
    };
  }, [series, markers, by, show, nameOf]);
  const filterOf = (key: string) => ({ ...scopeFilter(scope), [by]: [key] });
  const failed = show === 'requests' || by === 'code' ? {} : { code: ['error'] };
  return (
    <ChartPanel
      title={`${TITLE[show]} by ${NAME[by]}`}
      note={series && unroutedNote(series, by, show)}
      data={data}
      error={answer.error}
      retry={() => void answer.refetch()}
      emptyText={
        show === 'requests' ? 'No requests in this period' : 'No failed requests in this period'
      }
      actions={
        <>
          <Segmented
            label="Split by"
            options={[
              ['route', 'Route'],
              ['org', 'Org'],
              ['code', 'Code'],
            ]}
            value={by}
            onChange={(next) => onChange({ ...search, by: next })}
          />
          <Segmented
            label="Show"
            options={[
              ['rate', 'Error rate'],
              ['errors', 'Errors'],
              ['requests', 'Requests'],
            ]}
            value={show}
            onChange={(next) => onChange({ ...search, show: next })}
          />
        </>
      }
      totalOf={(key) => series && totalText(series, key, by, show)}
      linkOf={(key, children) => (
        <Link
          to="/explore"
          search={{
            ...failed,
            ...filterOf(key),
            ...(series ? { from: series.from, to: series.to } : {}),
          }}
          className="rounded hover:underline"
        >
          {children}
        </Link>
      )}
      onPick={(at, stepS) =>
        void navigate({
          to: '/explore',
          search: { ...failed, ...scopeFilter(scope), from: at, to: stepEnd(at, stepS) },
        })
      }
      onBrush={onBrush}
    />
  );
}

/** Paths that no route answers fail always: as a rate they fill the axis and inform nobody. */
const isUnrouted = (key: string, by: Split, show: Measure) =>
  by === 'route' && show === 'rate' && (key === '-' || key === '');

function unroutedNote(series: Series, by: Split, show: Measure): string | undefined {
  const line = series.series.find(({ key }) => isUnrouted(key, by, show));
  return line && `${formatCount(line.total_errors)} without a route, not drawn`;
}

const TITLE = { errors: 'Errors', rate: 'Error rate', requests: 'Requests' } as const;
const NAME = { route: 'route', org: 'organisation', code: 'code' } as const;

function labelOf(by: Split, key: string, nameOf: (id: string) => string): string {
  if (key === '-' || key === '') return by === 'route' ? 'no route' : 'none';
  return by === 'org' ? nameOf(key) : key;
}

type Line = Series['series'][number];

/** By code a line holds only failures, so its share is taken of all requests of the step. */
function valuesOf(series: Series, line: Line, by: Split, show: Measure): (number | null)[] {
  if (show === 'requests') return line.requests;
  const errors = by === 'code' ? line.requests : line.errors;
  if (show === 'errors') return errors;
  const of = by === 'code' ? series.all.requests : line.requests;
  return errors.map((count, index) => (of[index] ? (count / of[index]) * 100 : null));
}

function totalText(series: Series, key: string, by: Split, show: Measure): string | undefined {
  const line = series.series.find((each) => each.key === key);
  if (!line) return undefined;
  const errors = by === 'code' ? line.total : line.total_errors;
  if (show === 'requests') return formatCount(line.total);
  if (show === 'errors') return formatCount(errors);
  return percentText(errors, by === 'code' ? series.all.total : line.total);
}

function trim(value: number): string {
  return value >= 10 ? value.toFixed(0) : value.toFixed(1).replace(/\.0$/, '');
}
