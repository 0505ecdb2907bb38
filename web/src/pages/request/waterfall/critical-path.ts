import type { SpanNode } from './span-node.ts';

/** A stretch of time in which `node` itself, and nothing below it, kept the trace waiting. */
export interface CriticalStretch {
  readonly node: SpanNode;
  readonly from: number;
  readonly to: number;
}

/**
 * The chain of spans that decides how long `root` takes. Walks back from the end: the child that
 * ends last before the cursor held everything up; between children it was the span itself.
 */
export function criticalPath(root: SpanNode): CriticalStretch[] {
  const stretches: CriticalStretch[] = [];
  const tasks: { node: SpanNode; until: number }[] = [{ node: root, until: root.end }];
  for (let task = tasks.pop(); task; task = tasks.pop()) {
    const { node, until } = task;
    let cursor = until;
    for (const child of node.children.toSorted((a, b) => b.end - a.end)) {
      // A child that outlives its parent holds it up only as long as the parent lasts.
      const end = cursor === until ? Math.min(child.end, cursor) : child.end;
      if (end > cursor || end <= node.start || child.start >= end) continue;
      if (end < cursor) stretches.push({ node, from: end, to: cursor });
      tasks.push({ node: child, until: end });
      cursor = Math.max(child.start, node.start);
    }
    if (cursor > node.start) stretches.push({ node, from: node.start, to: cursor });
  }
  return stretches.sort((a, b) => a.from - b.from);
}

/** The stretches by span id, for drawing. */
export function stretchesBySpan(
  stretches: readonly CriticalStretch[],
): ReadonlyMap<string, readonly CriticalStretch[]> {
  return Map.groupBy(stretches, (stretch) => stretch.node.key);
}

/** Time in which no child was running, in microseconds. */
export function selfTime(node: SpanNode): number {
  let covered = 0;
  let reach = node.start;
  for (const child of node.children) {
    const from = Math.max(child.start, reach);
    const to = Math.min(child.end, node.end);
    if (to > from) covered += to - from;
    reach = Math.max(reach, to);
  }
  return node.end - node.start - covered;
}
