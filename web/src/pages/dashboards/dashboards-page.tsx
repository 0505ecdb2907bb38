import { useNavigate, useSearch } from '@tanstack/react-router';
import { History, X } from 'lucide-react';
import { useMemo } from 'react';
import { Button } from '../../ui/button.tsx';
import { useOrgNames } from '../../ui/org-name.tsx';
import { Page } from '../../ui/page.tsx';
import { RangePicker } from '../../ui/range/range-picker.tsx';
import { useRangeScope } from '../../ui/range/use-range.ts';
import { SavedViews } from '../../ui/saved-views/saved-views.tsx';
import { ErrorsByCode } from './errors-by-code.tsx';
import { Figures } from './figures.tsx';
import { LatencyPanel } from './latency-panel.tsx';
import { LimitsPanel } from './limits-panel.tsx';
import { previousPeriod } from './previous-period.ts';
import { ReleasesPanel } from './releases-panel.tsx';
import { SplitPanel } from './split-panel.tsx';
import { TopPanel } from './top-panel.tsx';
import type { DashboardSearch } from './url.ts';
import { useMarkers } from './use-markers.ts';

const FALLBACK = '6h';

/** `/dashboards`: how the API does, by code, route, organisation, limit and release. */
export function DashboardsPage() {
  const search = useSearch({ from: '/dashboards' });
  const navigate = useNavigate();
  const nameOf = useOrgNames();
  const go = (next: DashboardSearch) =>
    void navigate({ to: '/dashboards', search: next, resetScroll: false });
  const range = useRangeScope(search, FALLBACK);
  const { org, route } = search;
  const scope = useMemo(() => ({ ...range, org, route }), [range, org, route]);
  const markers = useMarkers(scope);
  const withRange = (next: Pick<DashboardSearch, 'from' | 'to' | 'range'>) => {
    const { from: _f, to: _t, range: _r, ...others } = search;
    go({ ...others, ...next });
  };
  const brush = (from: string, to: string) => withRange({ from, to });
  const before = useMemo(() => previousPeriod(scope), [scope]);
  const panel = { scope, markers, onBrush: brush };
  const compared = search.compare ? before : undefined;

  return (
    <Page
      title="Dashboards"
      wide
      actions={
        <>
          <Button
            aria-pressed={search.compare !== undefined}
            variant={search.compare ? 'primary' : 'outline'}
            title="Compare with the previous period of the same length"
            onClick={() => {
              const { compare, ...others } = search;
              go(compare ? others : { ...others, compare: 'before' });
            }}
          >
            <History aria-hidden="true" className="size-3.5" />
            Previous period
          </Button>
          <RangePicker search={search} fallback={FALLBACK} onChange={withRange} />
          <SavedViews place="dashboards" />
        </>
      }
    >
      {(search.org ?? search.route) && (
        <ul aria-label="Active filters" className="mt-3 flex flex-wrap gap-1.5">
          {search.org && (
            <Only
              name="organisation"
              value={nameOf(search.org)}
              onRemove={() => {
                const { org: _org, ...rest } = search;
                go(rest);
              }}
            />
          )}
          {search.route && (
            <Only
              name="route"
              value={search.route}
              onRemove={() => {
                const { route: _route, ...rest } = search;
                go(rest);
              }}
            />
          )}
        </ul>
      )}
      <div className="mt-4 grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
        <Figures scope={scope} before={compared} />
        <ErrorsByCode {...panel} before={compared} />
        <SplitPanel {...panel} search={search} onChange={go} />
        <LatencyPanel {...panel} before={compared} />
        <TopPanel scope={scope} search={search} onChange={go} />
        <LimitsPanel scope={scope} />
        <ReleasesPanel scope={scope} />
      </div>
    </Page>
  );
}

interface OnlyProps {
  readonly name: string;
  readonly value: string;
  readonly onRemove: () => void;
}

function Only({ name, value, onRemove }: OnlyProps) {
  return (
    <li className="inline-flex h-6.5 items-center rounded-md border border-accent-line bg-accent-soft pl-2 text-xs">
      <span className="mr-1 text-fg-2">{name}</span>
      <bdi className="font-medium text-accent">{value}</bdi>
      <button
        type="button"
        aria-label={`Remove the ${name} filter`}
        onClick={onRemove}
        className="flex h-full items-center px-1.5 text-accent"
      >
        <X aria-hidden="true" className="size-3" />
      </button>
    </li>
  );
}
