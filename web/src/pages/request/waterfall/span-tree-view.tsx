import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useHotkeys } from '../../../ui/hotkeys.ts';
import { Axis, GridLines } from './axis.tsx';
import { serviceColour } from './service-colour.ts';
import { SpanRow } from './span-row.tsx';
import { keyAction } from './tree-keys.ts';
import type { WaterfallState } from './use-waterfall.ts';

const ROW_PX = 28;
const AXIS_PX = 26;

interface SpanTreeViewProps {
  readonly state: WaterfallState;
  readonly open: string | undefined;
  readonly onOpen: (spanId: string | undefined) => void;
}

/** The tree with its time axis; only the rows in view exist in the document. */
export function SpanTreeView({ state, open, onOpen }: SpanTreeViewProps) {
  const { rows, active, window, tree } = state;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 10,
    scrollMargin: AXIS_PX,
    scrollPaddingStart: AXIS_PX,
  });
  const activeIndex = rows.findIndex((node) => node.key === active);
  useEffect(() => {
    if (activeIndex >= 0) virtual.scrollToIndex(activeIndex, { align: 'auto' });
  }, [activeIndex, virtual]);

  const act = (key: string): boolean => {
    const action = keyAction(key, { state, activeIndex, open });
    action?.(onOpen);
    return action !== undefined;
  };
  const step = (key: string) => () => {
    scroller.current?.focus({ preventScroll: true });
    act(key);
  };
  useHotkeys({ j: step('j'), k: step('k') });
  const found = state.found && new Set(state.found);

  return (
    <div
      ref={scroller}
      role="tree"
      aria-label="Spans"
      aria-activedescendant={activeIndex >= 0 ? `span-${active}` : undefined}
      tabIndex={0}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (act(event.key)) event.preventDefault();
      }}
      className="group/tree max-h-[min(70dvh,640px)] min-w-0 flex-1 [--names:clamp(8.5rem,36%,26rem)] overflow-x-hidden overflow-y-auto overscroll-contain border-t border-line focus-visible:-outline-offset-2"
    >
      <Axis window={window} origin={tree.near.from} looseLogs={state.looseLogs} />
      <div className="relative" style={{ height: virtual.getTotalSize() }}>
        <GridLines window={window} origin={tree.near.from} />
        {virtual.getVirtualItems().map((item) => {
          const node = rows[item.index];
          if (!node) return null;
          const id = node.key;
          return (
            <SpanRow
              key={item.key}
              node={node}
              top={item.start - AXIS_PX}
              window={window}
              colour={serviceColour(tree.services, node.span.service)}
              active={id === active}
              open={id === open}
              collapsed={state.collapsed.has(id)}
              match={found === undefined ? undefined : found.has(node)}
              critical={state.critical.get(id)}
              logs={state.logsOf(node)}
              onSelect={() => {
                state.setActive(id);
                onOpen(id === open ? undefined : id);
              }}
              onToggle={() => state.setCollapsed(toggled(state.collapsed, id))}
            />
          );
        })}
      </div>
    </div>
  );
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}
