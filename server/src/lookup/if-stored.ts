import type { Lookups } from '@request-desk/shared/lookups-api';
import { daysOfTraces } from '../clickhouse/queries/lookup-probe.ts';
import { storeAway } from '../clickhouse/store-away.ts';
import { MOST_TRACE_QUERIES, madeInTrace } from './client-trace.ts';
import { type FoundId, nameOf, type SpelledId } from './extract/hits.ts';
import { seenIds } from './seen-ids.ts';
import type { LookupOptions } from './sources.ts';

/** What a text may spell: the ids that the store knows, and the text of those that it does not. */
interface ProbedIds {
  readonly stored: readonly FoundId[];
  readonly unread: NonNullable<Lookups['unread']>;
  /** The store did not answer. */
  readonly away: boolean;
}

/** Which of `spelled` the store knows, in order; while it is away, none. */
export async function storedOf(
  options: Pick<LookupOptions, 'clickhouse' | 'profile'>,
  spelled: readonly SpelledId[],
): Promise<ProbedIds> {
  if (spelled.length === 0) return { stored: [], unread: [], away: false };
  const known = await knownOf(options, spelled).catch(storeAway);
  const [stored, away] = [known ?? [], known === undefined];
  const why = away
    ? 'it is called a trace id; the store, which could tell, is away'
    : 'it is called a trace id, and no such trace is stored';
  const names = new Set(stored.map(nameOf));
  // One spelling may stand for several ids.
  const named = new Set(spelled.flatMap((one) => (names.has(nameOf(one)) ? [one.text] : [])));
  const others = new Set(spelled.flatMap(({ text }) => (named.has(text) ? [] : [text])));
  return { stored, unread: [...others].map((text) => ({ text, why })), away };
}

async function knownOf(
  options: Pick<LookupOptions, 'clickhouse' | 'profile'>,
  spelled: readonly SpelledId[],
): Promise<FoundId[]> {
  const requestIds = spelled.flatMap(({ requestId }) => requestId ?? []);
  const seen = requestIds.length === 0 ? [] : await seenIds(options, requestIds);
  const known = new Set(seen.map(({ request_id }) => request_id));
  const traceIds = spelled.flatMap(({ requestId, traceId }) =>
    requestId === undefined && traceId !== undefined ? [traceId] : [],
  );
  const probed = traceIds.slice(0, MOST_TRACE_QUERIES);
  const recorded = await daysOfTraces(options.clickhouse, probed);
  const made = new Set<string>();
  for (const id of probed)
    if (!recorded.has(id) && (await madeInTrace(options, id)).length > 0) made.add(id);
  return spelled.filter(({ requestId, traceId = '' }) =>
    requestId === undefined ? recorded.has(traceId) || made.has(traceId) : known.has(requestId),
  );
}
