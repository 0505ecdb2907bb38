import type { DossierSpan } from '@request-desk/shared/dossier';
import type { SpanNode } from './span-node.ts';

/** Spans in the order shown, without those below a collapsed one. */
export function visibleRows(
  roots: readonly SpanNode[],
  collapsed: ReadonlySet<string>,
): SpanNode[] {
  const rows: SpanNode[] = [];
  const stack = roots.toReversed();
  for (let node = stack.pop(); node; node = stack.pop()) {
    rows.push(node);
    if (!collapsed.has(node.key)) stack.push(...node.children.toReversed());
  }
  return rows;
}

/** The collapsed set without the ancestors of `node`, so that it is visible. */
export function revealed(collapsed: ReadonlySet<string>, node: SpanNode): ReadonlySet<string> {
  const next = new Set(collapsed);
  for (let above = node.parent; above; above = above.parent) next.delete(above.key);
  return next.size === collapsed.size ? collapsed : next;
}

/** Whether name, service, status text or any attribute contains `wanted` (already lower case). */
export function matches(span: DossierSpan, wanted: string): boolean {
  if (has(span.name, wanted) || has(span.service, wanted) || has(span.status_message, wanted))
    return true;
  if (span.span_id === wanted) return true;
  for (const name in span.attributes)
    if (has(name, wanted) || has(span.attributes[name] ?? '', wanted)) return true;
  return span.events.some((event) => has(event.name, wanted));
}

const has = (text: string, wanted: string) => text.toLowerCase().includes(wanted);
