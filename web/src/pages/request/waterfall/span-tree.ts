import type { DossierSpan } from '@request-desk/shared/dossier';
import { densest, placeFar, withMargin } from './place-far.ts';
import { byStart, nodeOf, preorder, type SpanNode } from './span-node.ts';
import type { TimeWindow } from './time-window.ts';

/** Spans arranged by parent. Windows are in microseconds; `to` is always after `from`. */
export interface SpanTree {
  readonly roots: readonly SpanNode[];
  readonly byKey: ReadonlyMap<string, SpanNode>;
  /** Earliest start and latest end around the request; what lasts far longer is cut. */
  readonly near: TimeWindow;
  /** The same of all spans, however far away. */
  readonly all: TimeWindow;
  /** Services in order of their first span. */
  readonly services: readonly string[];
  readonly orphans: number;
  /** Spans that would be their own callers. */
  readonly circles: number;
  readonly skewed: number;
  /** Spans drawn elsewhere than their clock says, and spans left outside of `near`. */
  readonly moved: number;
  readonly outside: number;
  readonly untimed: number;
  /** Spans whose time could not be, drawn when they were received. */
  readonly received: number;
  /** Spans that share their id with another. */
  readonly shared: number;
}

/** Timestamps of different processes differ by this much without anything being wrong. */
const SKEW_TOLERANCE_US = 1_000;

/**
 * Arranges spans by parent, around `request` where there is one. Works without recursion, and shows
 * every span exactly once even when parents are missing, form a circle, or have the id of another.
 */
export function spanTree(spans: readonly DossierSpan[], request?: TimeWindow): SpanTree {
  const byId = Map.groupBy(spans, (span) => span.span_id);
  const nodes = [...byId.values()].flatMap(keyed).sort(byStart);
  const withId = Map.groupBy(nodes, (node) => node.span.span_id);
  const roots: SpanNode[] = [];
  for (const node of nodes) {
    const parent = parentOf(node, withId);
    if (parent) adopt(parent, node);
    else {
      node.orphan = node.span.parent_span_id !== '';
      node.inCircle = node.span.parent_span_id === node.span.span_id;
      roots.push(node);
    }
  }
  breakCircles(nodes, roots);
  const reach = withMargin(request ?? densest(nodes));
  placeFar(roots, reach);
  for (const { children } of nodes) children.sort(byStart);
  roots.sort(byStart);
  const order = preorder(roots);
  for (const node of order) place(node);
  for (const node of order.toReversed()) countBelow(node);
  const count = (of: (node: SpanNode) => boolean) => nodes.filter(of).length;
  return {
    roots,
    byKey: new Map(nodes.map((node) => [node.key, node])),
    near: within(extent(nodes.filter((node) => !node.outside)), reach),
    all: extent(nodes),
    services: [...new Set(nodes.map((node) => node.span.service))],
    orphans: count((node) => node.orphan && !node.inCircle),
    circles: count((node) => node.inCircle),
    skewed: count((node) => node.skewUs > 0),
    moved: count((node) => node.shiftUs !== 0),
    outside: count((node) => node.outside),
    untimed: count((node) => node.untimed),
    received: count((node) => node.sentNs !== undefined),
    shared: count((node) => (withId.get(node.span.span_id)?.length ?? 0) > 1),
  };
}

/** The caller first: what it called comes below it. */
function keyed(spans: readonly DossierSpan[]): SpanNode[] {
  const isCaller = ({ kind }: DossierSpan) => kind === 'Client' || kind === 'Producer';
  return spans
    .toSorted((a, b) => Number(isCaller(b)) - Number(isCaller(a)))
    .map((span, n) => nodeOf(span, n === 0 ? span.span_id : `${span.span_id}.${n + 1}`));
}

/**
 * Of client and server with one id the server is below the client, and which started a child is decided
 * by its service.
 */
function parentOf(
  node: SpanNode,
  withId: ReadonlyMap<string, readonly SpanNode[]>,
): SpanNode | undefined {
  const { span } = node;
  const [first] = withId.get(span.span_id) ?? [];
  const called = span.kind === 'Server' || span.kind === 'Consumer';
  if (first && first !== node && called && isCallerOf(first, node)) return first;
  const named = (withId.get(span.parent_span_id) ?? []).filter((each) => each !== node);
  return named.find((each) => each.span.service === span.service) ?? named.at(-1);
}

function isCallerOf({ span }: SpanNode, called: SpanNode): boolean {
  return span.kind === (called.span.kind === 'Server' ? 'Client' : 'Producer');
}

function extent(nodes: readonly SpanNode[]): TimeWindow {
  const from = nodes.reduce((min, node) => Math.min(min, node.start), nodes[0]?.start ?? 0);
  const to = nodes.reduce((max, node) => Math.max(max, node.end), from);
  return { from, to: Math.max(to, from + 1) };
}

function within({ from, to }: TimeWindow, reach: TimeWindow): TimeWindow {
  return { from: Math.max(from, reach.from), to: Math.min(to, reach.to) };
}

function adopt(parent: SpanNode, child: SpanNode): void {
  child.parent = parent;
  parent.children.push(child);
}

/** Spans that no root reaches are in a circle: the earliest of each becomes an orphan root. */
function breakCircles(nodes: readonly SpanNode[], roots: SpanNode[]): void {
  const reached = new Set(preorder(roots));
  for (const node of nodes) {
    if (reached.has(node)) continue;
    const siblings = node.parent?.children;
    siblings?.splice(siblings.indexOf(node), 1);
    node.parent = undefined;
    node.orphan = true;
    node.inCircle = true;
    roots.push(node);
    for (const each of preorder([node])) reached.add(each);
  }
}

function place(node: SpanNode): void {
  const { parent } = node;
  if (!parent) return;
  node.depth = parent.depth + 1;
  const early = parent.start - node.start;
  node.skewUs = early > SKEW_TOLERANCE_US && !node.outside && !parent.outside ? early : 0;
}

function countBelow(node: SpanNode): void {
  const { parent } = node;
  if (!parent) return;
  parent.below += node.below + 1;
  parent.failedBelow += node.failedBelow + (node.span.status === 'Error' ? 1 : 0);
}
