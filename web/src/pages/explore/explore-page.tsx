import { useNavigate, useSearch } from '@tanstack/react-router';
import { Download, Link2, Radio } from 'lucide-react';
import { useMemo, useReducer } from 'react';
import { csvAddress } from '../../api/explore.ts';
import { useMay } from '../../api/me.ts';
import { Button, buttonVariants } from '../../ui/button.tsx';
import { copy } from '../../ui/copy.ts';
import { Page } from '../../ui/page.tsx';
import { RangePicker } from '../../ui/range/range-picker.tsx';
import { SavedViews } from '../../ui/saved-views/saved-views.tsx';
import { exploreQueryOf } from './explore-query.ts';
import { FacetPanel } from './facet-panel.tsx';
import { FilterBar } from './filter-bar.tsx';
import { HistogramStrip } from './histogram-strip.tsx';
import { ResultList } from './result-list.tsx';
import { TailList } from './tail/tail-list.tsx';
import { type ExploreSearch, toggled } from './url.ts';

/** `/explore`: any requests, by filter and time; as they were, or as they happen. */
export function ExplorePage() {
  const search = useSearch({ from: '/explore' });
  const navigate = useNavigate();
  // The times in the CSV's address are those of the click, not of the last drawing.
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const mayExport = useMay('requests:export');
  const live = search.live === '1';
  const query = useMemo(() => exploreQueryOf(search), [search]);
  const go = (next: ExploreSearch, replace = false) =>
    void navigate({ to: '/explore', search: next, replace, resetScroll: false });
  const setRange = ({ from: _f, to: _t, range: _r, ...others }: ExploreSearch) => others;

  return (
    <Page
      title="Explore"
      wide
      actions={
        <>
          <RangePicker
            search={search}
            fallback="1h"
            onChange={(range) => {
              const { live: _live, ...rest } = setRange(search);
              go({ ...rest, ...(live && range.from === undefined ? { live: '1' } : {}), ...range });
            }}
          />
          <Button
            variant={live ? 'primary' : 'outline'}
            aria-pressed={live}
            onClick={() => {
              const { live: _live, ...rest } = search;
              go(
                live
                  ? rest
                  : { ...setRange(rest), ...(rest.range ? { range: rest.range } : {}), live: '1' },
              );
            }}
          >
            <Radio aria-hidden="true" className="size-3.5" />
            Live tail
          </Button>
          {mayExport && (
            <a
              href={csvAddress(query)}
              download
              onPointerDown={redraw}
              onFocus={redraw}
              className={buttonVariants()}
            >
              <Download aria-hidden="true" className="size-3.5" />
              CSV
            </a>
          )}
          <SavedViews place="explore" />
          <Button onClick={() => void copy(location.href, 'Link')}>
            <Link2 aria-hidden="true" className="size-3.5" />
            Share
          </Button>
        </>
      }
    >
      <FilterBar search={search} onChange={go} />
      <div className="mt-4 grid items-start gap-4 lg:grid-cols-[232px_minmax(0,1fr)]">
        <FacetPanel
          query={query}
          search={search}
          live={live}
          onToggle={(facet, value) => go(toggled(search, facet, value))}
        />
        <div className="min-w-0 space-y-4">
          <HistogramStrip
            query={query}
            live={live}
            onBrush={(from, to) => {
              const { live: _live, ...rest } = setRange(search);
              go({ ...rest, from, to });
            }}
          />
          {live ? (
            <TailList key={JSON.stringify(query.filter)} filter={query.filter} />
          ) : (
            <ResultList query={query} onClear={() => go(setRange({ ...onlyRange(search) }))} />
          )}
        </div>
      </div>
    </Page>
  );
}

/** The search without any filter. */
function onlyRange({ range, from, to }: ExploreSearch): ExploreSearch {
  return from && to ? { from, to } : range ? { range } : {};
}
