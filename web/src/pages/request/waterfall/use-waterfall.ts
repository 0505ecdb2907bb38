import type { DossierFound, DossierLog } from '@request-desk/shared/dossier';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { criticalPath, stretchesBySpan } from './critical-path.ts';
import { type SpanNode, spanTree } from './span-tree.ts';
import { clampWindow, type TimeWindow } from './time-window.ts';
import { matches, revealed, visibleRows } from './visible-rows.ts';

const NO_STRETCHES: ReturnType<typeof stretchesBySpan> = new Map();

/** All state of a waterfall apart from the open span, which is in the address. */
export function useWaterfall(dossier: DossierFound, open: string | undefined) {
  const tree = useMemo(() => spanTree(dossier.spans), [dossier.spans]);
  const whole = useMemo<TimeWindow>(() => ({ from: tree.start, to: tree.end }), [tree]);
  const [chosen, setChosen] = useState<TimeWindow>();
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState<string | undefined>(open);
  const [search, setSearch] = useState('');
  const [showCritical, setShowCritical] = useState(true);

  const rows = useMemo(() => visibleRows(tree.roots, collapsed), [tree, collapsed]);
  const logs = useMemo(() => Map.groupBy(dossier.logs, (log) => log.span_id), [dossier.logs]);
  const looseLogs = useMemo(
    () => dossier.logs.filter((log) => !tree.byId.has(log.span_id)),
    [dossier.logs, tree],
  );
  const critical = useMemo(
    () =>
      showCritical ? stretchesBySpan(tree.roots.slice(0, 1).flatMap(criticalPath)) : NO_STRETCHES,
    [tree, showCritical],
  );
  const wanted = useDeferredValue(search).trim().toLowerCase();
  const found = useMemo(
    () =>
      wanted === ''
        ? undefined
        : visibleRows(tree.roots, new Set()).filter((node) => matches(node.span, wanted)),
    [tree, wanted],
  );

  const show = (node: SpanNode) => {
    setCollapsed((before) => revealed(before, node));
    setActive(node.span.span_id);
  };
  // A span opened from outside (evidence, a log line, the address) has to be visible.
  useEffect(() => {
    const node = open === undefined ? undefined : tree.byId.get(open);
    if (!node) return;
    setCollapsed((before) => revealed(before, node));
    setActive(node.span.span_id);
  }, [open, tree]);

  return {
    tree,
    whole,
    window: chosen ?? whole,
    zoomed: chosen !== undefined,
    setWindow: (next: TimeWindow | undefined) => setChosen(next && clampWindow(next, whole)),
    rows,
    collapsed,
    setCollapsed,
    active,
    setActive,
    show,
    search,
    setSearch,
    found,
    showCritical,
    setShowCritical,
    critical,
    logsOf: (spanId: string): readonly DossierLog[] => logs.get(spanId) ?? [],
    looseLogs,
  };
}

export type WaterfallState = ReturnType<typeof useWaterfall>;
