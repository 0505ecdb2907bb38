import { preorder, type SpanNode } from './span-node.ts';
import type { TimeWindow } from './time-window.ts';

/** Spans of one trace further apart than this are not of one piece of work. */
const GAP_US = 10 * 60_000_000;
const LEAST_MARGIN_US = 60_000_000;

/** The time that a trace without a request is about: the most spans without a long pause. */
export function densest(nodes: readonly SpanNode[]): TimeWindow {
  let best = { from: 0, to: 1, spans: 0 };
  let group = best;
  for (const node of nodes.toSorted((a, b) => a.start - b.start)) {
    group =
      group.spans === 0 || node.start - group.to > GAP_US
        ? { from: node.start, to: node.end, spans: 1 }
        : { ...group, to: Math.max(group.to, node.end), spans: group.spans + 1 };
    if (group.spans > best.spans) best = group;
  }
  return { from: best.from, to: best.to };
}

/** As far from it as a span may be to be drawn beside it; an asynchronous tail of minutes is common. */
export function withMargin({ from, to }: TimeWindow): TimeWindow {
  const margin = Math.max(LEAST_MARGIN_US, 10 * (to - from));
  return { from: from - margin, to: to + margin };
}

/**
 * Finds spans that ran wholly outside of `reach` and gives them a place where one is certain: inside
 * a parent of another service, or around a child of one, each with a clock of its own. A span that
 * follows its parent on the same clock, or takes up a message, may well be later work: it stays where it
 * is and is marked as outside. What is below a moved span of the same service moves with it.
 */
export function placeFar(roots: readonly SpanNode[], reach: TimeWindow): void {
  const isFar = ({ start, end }: SpanNode) => end < reach.from || start > reach.to;
  for (const node of preorder(roots)) {
    const { parent } = node;
    if (parent && parent.shiftUs !== 0 && sameClock(node, parent)) move(node, parent.shiftUs);
    if (!isFar(node)) continue;
    if (parent && !parent.outside && cannotBe(node, parent)) moveInside(node, parent);
    else {
      const child = node.children.find((each) => !isFar(each) && !sameClock(each, node));
      if (child && !parent) moveAround(node, child);
      else node.outside = true;
    }
  }
}

const sameClock = (a: SpanNode, b: SpanNode) => a.span.service === b.span.service;

/** Nobody starts before being called, and of two machines' clocks one is wrong. */
function cannotBe(node: SpanNode, parent: SpanNode): boolean {
  if (node.start < parent.start) return true;
  return !sameClock(node, parent) && node.span.kind !== 'Consumer';
}

function move(node: SpanNode, by: number): void {
  node.start += by;
  node.end += by;
  node.shiftUs += by;
}

/** In the middle, as nothing is known of how long the ways there and back took. */
function moveInside(node: SpanNode, { start, end }: SpanNode): void {
  move(node, start - node.start + Math.max(0, end - start - (node.end - node.start)) / 2);
}

function moveAround(node: SpanNode, { start, end }: SpanNode): void {
  move(node, start - node.start - Math.max(0, node.end - node.start - (end - start)) / 2);
}
