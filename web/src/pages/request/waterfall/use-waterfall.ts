import type { DossierFound, DossierLog } from '@request-desk/shared/dossier';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { criticalPath, stretchesBySpan } from './critical-path.ts';
import { logsBySpan } from './logs-by-span.ts';
import type { SpanNode } from './span-node.ts';
import { spanTree } from './span-tree.ts';
import { clampWindow, type TimeWindow } from './time-window.ts';
import { matches, revealed, visibleRows } from './visible-rows.ts';

const NO_STRETCHES: ReturnType<typeof stretchesBySpan> = new Map();

/** All state of a waterfall apart from the open span, which is in the address. */
export function useWaterfall(dossier: DossierFound, open: string | undefined) {
  const tree = useMemo(() => spanTree(dossier.spans, timeOfRequest(dossier)), [dossier]);
  const [everything, setEverything] = useState(false);
  const whole = everything ? tree.all : tree.near;
  const [chosen, setChosen] = useState<TimeWindow>();
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState<string | undefined>(open);
  const [search, setSearch] = useState('');
  const [showCritical, setShowCritical] = useState(true);

  const rows = useMemo(() => visibleRows(tree.roots, collapsed), [tree, collapsed]);
  const logs = useMemo(() => logsBySpan(dossier.logs, tree), [dossier.logs, tree]);
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
    setActive(node.key);
  };
  // A span opened from outside (evidence, a log line, the address) has to be visible.
  useEffect(() => {
    const node = open === undefined ? undefined : tree.byKey.get(open);
    if (!node) return;
    setCollapsed((before) => revealed(before, node));
    setActive(node.key);
  }, [open, tree]);

  return {
    tree,
    whole,
    everything,
    /** Shows all times, however far from the request, or the time around it. */
    setEverything: (next: boolean) => {
      setEverything(next);
      setChosen(undefined);
    },
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
    logsOf: (node: SpanNode): readonly DossierLog[] => logs.get(node.key) ?? [],
    looseLogs: logs.get('') ?? [],
  };
}

/** The request on the axis of its spans, or undefined in a trace that has no request event. */
function timeOfRequest({ request, trace_start }: DossierFound): TimeWindow | undefined {
  if (request === null) return undefined;
  const from = (Date.parse(request.started_at) - Date.parse(trace_start)) * 1_000;
  return { from, to: from + request.duration_ms * 1_000 };
}

export type WaterfallState = ReturnType<typeof useWaterfall>;
