import {
  ChevronDown,
  ChevronsDownUp,
  ChevronsUpDown,
  ChevronUp,
  Route,
  Search,
} from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { Button } from '../../../ui/button.tsx';
import { formatMicros } from '../../../ui/format-duration.ts';
import { serviceColour } from './service-colour.ts';
import type { WaterfallState } from './use-waterfall.ts';
import { ZoomButtons } from './zoom-buttons.tsx';

/** Search in spans, folding, critical path, zoom, and which colour is which service. */
export function Toolbar({ state }: { state: WaterfallState }) {
  const { tree, collapsed } = state;
  const foldable = [...tree.byKey.values()].filter((node) => node.children.length > 0);
  const folded = collapsed.size > 0;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2">
      <SpanSearch state={state} />
      <div className="flex items-center gap-0.5">
        <Button
          variant="ghost"
          size="sm"
          onClick={() =>
            state.setCollapsed(
              folded ? new Set() : new Set(foldable.filter((n) => n.depth > 0).map((n) => n.key)),
            )
          }
        >
          {folded ? (
            <ChevronsUpDown aria-hidden="true" className="size-3.5" />
          ) : (
            <ChevronsDownUp aria-hidden="true" className="size-3.5" />
          )}
          {folded ? 'Expand all' : 'Collapse'}
        </Button>
        <Button
          variant="ghost"
          size="sm"
          aria-pressed={state.showCritical}
          className={state.showCritical ? 'text-fg' : ''}
          title="The chain of spans that decides how long the request took"
          onClick={() => state.setShowCritical(!state.showCritical)}
        >
          <Route aria-hidden="true" className="size-3.5" />
          Critical path
        </Button>
        <ZoomButtons state={state} />
      </div>
      <div className="ml-auto flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-fg-2">
        {tree.services.map((service) => (
          <span key={service} className="inline-flex items-center gap-1.5">
            <span
              aria-hidden="true"
              className="size-2.5 rounded-[3px]"
              style={{ background: serviceColour(tree.services, service) }}
            />
            <bdi>{service || 'unnamed service'}</bdi>
          </span>
        ))}
        <span className="text-fg-3 tabular-nums">
          {tree.byKey.size} {tree.byKey.size === 1 ? 'span' : 'spans'} ·{' '}
          {formatMicros(state.whole.to - state.whole.from)}
        </span>
      </div>
    </div>
  );
}

function SpanSearch({ state }: { state: WaterfallState }) {
  const { found } = state;
  const at = found?.findIndex((node) => node.key === state.active) ?? -1;
  const go = (step: number) => {
    if (!found || found.length === 0) return;
    const next = at < 0 && step < 0 ? found.length - 1 : (at + step + found.length) % found.length;
    const node = found[next];
    if (node) state.show(node);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') go(event.shiftKey ? -1 : 1);
    if (event.key === 'Escape') state.setSearch('');
  };
  return (
    <search className="flex min-w-0 items-center gap-1 max-sm:w-full">
      <div className="relative min-w-0 flex-1">
        <Search
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 left-2 size-3.5 -translate-y-1/2 text-fg-3"
        />
        <input
          type="search"
          aria-label="Search in spans"
          placeholder="Search in spans"
          value={state.search}
          onChange={(event) => state.setSearch(event.target.value)}
          onKeyDown={onKeyDown}
          className="h-7 w-52 max-w-full rounded-md border border-line-strong bg-surface pr-2 pl-7 text-xs outline-none focus-visible:border-accent focus-visible:ring-3 focus-visible:ring-accent-soft max-sm:w-full"
        />
      </div>
      {found && (
        <>
          <span role="status" className="text-xs whitespace-nowrap text-fg-3 tabular-nums">
            {found.length === 0 ? 'none' : `${at < 0 ? '–' : at + 1} of ${found.length}`}
          </span>
          <Button
            variant="ghost"
            size="sm"
            aria-label="Previous match"
            className="px-1"
            onClick={() => go(-1)}
          >
            <ChevronUp aria-hidden="true" className="size-3.5" />
          </Button>
          <Button
            variant="ghost"
            size="sm"
            aria-label="Next match"
            className="px-1"
            onClick={() => go(1)}
          >
            <ChevronDown aria-hidden="true" className="size-3.5" />
          </Button>
        </>
      )}
    </search>
  );
}
