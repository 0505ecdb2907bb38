import type { DossierLog } from '@request-desk/shared/dossier';
import type { SpanTree } from './span-tree.ts';

/** Log lines by the key of their span; those of no span that is here are under the empty key. */
export function logsBySpan(
  logs: readonly DossierLog[],
  { byKey }: Pick<SpanTree, 'byKey'>,
): ReadonlyMap<string, readonly DossierLog[]> {
  const withId = Map.groupBy(byKey.values(), (node) => node.span.span_id);
  return Map.groupBy(logs, (log) => {
    const nodes = withId.get(log.span_id);
    return (nodes?.find(({ span }) => span.service === log.service) ?? nodes?.[0])?.key ?? '';
  });
}
