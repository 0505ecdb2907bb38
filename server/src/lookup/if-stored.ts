import { daysOfTrace } from '../clickhouse/queries/lookup-probe.ts';
import type { FoundId } from './extract/hits.ts';
import { type SeenId, seenIds } from './seen-ids.ts';
import type { LookupOptions } from './sources.ts';

/** A trace that no index knows takes a query of its own. */
const MOST_TRACES = 10;

/** Those of `spelled` (ids that a text may hold) that the store knows, in order. */
export async function storedOf(
  options: Pick<LookupOptions, 'clickhouse' | 'profile'>,
  spelled: readonly FoundId[],
): Promise<FoundId[]> {
  if (spelled.length === 0) return [];
  const requestIds = spelled.flatMap(({ requestId }) => requestId ?? []);
  const seen: readonly SeenId[] = requestIds.length === 0 ? [] : await seenIds(options, requestIds);
  const known = new Set(seen.map(({ request_id }) => request_id));
  const stored: FoundId[] = [];
  let asked = 0;
  for (const id of spelled) {
    const { requestId, traceId } = id;
    if (requestId !== undefined) {
      if (known.has(requestId)) stored.push(id);
    } else if (traceId !== undefined && asked++ < MOST_TRACES) {
      if (await daysOfTrace(options.clickhouse, traceId)) stored.push(id);
    }
  }
  return stored;
}
