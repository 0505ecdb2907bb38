import type { DossierSpan } from '@request-desk/shared/dossier';

/** A span in its place in the tree; times are microseconds from the trace's start. */
export interface SpanNode {
  readonly span: DossierSpan;
  readonly start: number;
  readonly end: number;
  readonly children: SpanNode[];
  parent: SpanNode | undefined;
  depth: number;
  /** The parent it names is not among the spans, or naming it would close a circle. */
  orphan: boolean;
  /** Microseconds by which it seems to start before its parent: the two clocks disagree. */
  skewUs: number;
  /** Spans below it, and how many of them failed. */
  below: number;
  failedBelow: number;
}

export interface SpanTree {
  readonly roots: readonly SpanNode[];
  readonly byId: ReadonlyMap<string, SpanNode>;
  /** Earliest start and latest end; `end` is always after `start`. */
  readonly start: number;
  readonly end: number;
  /** Services in order of their first span. */
  readonly services: readonly string[];
  readonly orphans: number;
  readonly skewed: number;
}

/** Timestamps of different processes differ by this much without anything being wrong. */
const SKEW_TOLERANCE_US = 1_000;

/**
 * Arranges spans by parent. Works without recursion, keeps the first of two spans with one id, and
 * shows every span exactly once even when parents are missing or form a circle.
 */
export function spanTree(spans: readonly DossierSpan[]): SpanTree {
  const byId = new Map<string, SpanNode>();
  for (const span of spans) if (!byId.has(span.span_id)) byId.set(span.span_id, nodeOf(span));
  const nodes = [...byId.values()].sort(byStart);
  const roots: SpanNode[] = [];
  for (const node of nodes) {
    const parent = byId.get(node.span.parent_span_id);
    if (parent && parent !== node) adopt(parent, node);
    else {
      node.orphan = node.span.parent_span_id !== '';
      roots.push(node);
    }
  }
  breakCircles(nodes, roots);
  const order = preorder(roots);
  for (const node of order) place(node);
  for (const node of order.reverse()) countBelow(node);
  const start = nodes.reduce((min, node) => Math.min(min, node.start), nodes[0]?.start ?? 0);
  const end = nodes.reduce((max, node) => Math.max(max, node.end), start);
  return {
    roots: roots.sort(byStart),
    byId,
    start,
    end: Math.max(end, start + 1),
    services: [...new Set(nodes.map((node) => node.span.service))],
    orphans: nodes.filter((node) => node.orphan).length,
    skewed: nodes.filter((node) => node.skewUs > 0).length,
  };
}

function nodeOf(span: DossierSpan): SpanNode {
  return {
    span,
    start: span.offset_us,
    end: span.offset_us + Math.max(0, span.duration_us),
    children: [],
    parent: undefined,
    depth: 0,
    orphan: false,
    skewUs: 0,
    below: 0,
    failedBelow: 0,
  };
}

const byStart = (a: SpanNode, b: SpanNode) => a.start - b.start || b.end - a.end;

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
    roots.push(node);
    for (const each of preorder([node])) reached.add(each);
  }
}

/** Parents before their children, siblings in order of start. */
function preorder(roots: readonly SpanNode[]): SpanNode[] {
  const order: SpanNode[] = [];
  const stack = roots.toReversed();
  for (let node = stack.pop(); node; node = stack.pop()) {
    order.push(node);
    stack.push(...node.children.toReversed());
  }
  return order;
}

function place(node: SpanNode): void {
  const { parent } = node;
  if (!parent) return;
  node.depth = parent.depth + 1;
  const early = parent.start - node.start;
  node.skewUs = early > SKEW_TOLERANCE_US ? early : 0;
}

function countBelow(node: SpanNode): void {
  const { parent } = node;
  if (!parent) return;
  parent.below += node.below + 1;
  parent.failedBelow += node.failedBelow + (node.span.status === 'Error' ? 1 : 0);
}
