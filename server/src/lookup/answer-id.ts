import type { Dossier, DossierFound } from '@request-desk/shared/dossier';
import { traceOfId } from '@request-desk/shared/id-trace';
import { daysAround } from '../clickhouse/queries/day-range.ts';
import { traceOfRequest } from '../clickhouse/queries/lookup-logs.ts';
import { sayAway } from '../clickhouse/store-away.ts';
import { StoreUnavailable } from '../clickhouse/store-fault.ts';
import { asClientTrace, madeInTrace } from './client-trace.ts';
import { buildDossier, type OnEvent } from './dossier.ts';
import { type FoundId, nameOf } from './extract/hits.ts';
import type { FreshnessCheck } from './freshness.ts';
import { notFound, unseenReason, vanishedReason } from './not-found.ts';
import type { StoredIds } from './seen-ids.ts';
import type { LookupOptions } from './sources.ts';
import { nearOf, slipsOf } from './suggestions.ts';

/** Both ids of a found one, where they are known. */
export function idsOf({ profile }: LookupOptions, { requestId, traceId }: FoundId) {
  const named = requestId && traceOfId(profile.request_id, requestId);
  return { requestId: requestId ?? null, traceId: traceId ?? named ?? null };
}

/** What a lookup of one id reads from. */
export type IdSources = LookupOptions & { readonly stored: StoredIds };

interface AskedId {
  /** As it was written. */
  readonly asked: string;
  readonly id: FoundId;
  /** Called with what the event alone says, before the rest is known. */
  readonly onEvent?: OnEvent | undefined;
}

/** One id that is well formed: its dossier, or the reason why there is none. */
export async function answer(
  options: IdSources,
  check: FreshnessCheck,
  { asked, id, onEvent }: AskedId,
): Promise<Dossier> {
  const ids = { asked, ...idsOf(options, id) };
  return await untilAway(options, ids, async () => {
    const name = nameOf(id);
    // What is new has to be awaited, and only then is it worth a search beyond the index.
    const first = await find(options, ids, onEvent, 'index');
    if (first.dossier && !lacksEvent(first.dossier, ids)) return found(first.dossier);
    const linked = await ofClient();
    if (linked) return linked;
    const settled = await check.settle(name, ids.requestId);
    // What was on its way during the first look may be there now.
    const { dossier, day, near = [] } = await find(options, ids, onEvent, 'all');
    if (dossier && !lacksEvent(dossier, ids)) return found(dossier);
    const arrived = await ofClient();
    if (arrived) return arrived;
    const freshness = await check.confirmed(name, settled);
    // Spans may have come before the event of their request: that it has none is said when proven.
    if (dossier && unseenReason(freshness) !== 'too_fresh') return found(dossier);
    if (day !== undefined) {
      const reason = vanishedReason(options, day, freshness);
      return notFound(options, { ...ids, freshness, reason, day });
    }
    const reason = unseenReason(freshness);
    const suggestions = reason === 'never_seen' ? near : [];
    return notFound(options, { ...ids, freshness, reason, suggestions });

    function found(dossier: Dossier): Dossier {
      check.answered(name);
      return dossier;
    }

    /** The newest request that was made in it, where it is a client's own trace. */
    async function ofClient(): Promise<Dossier | undefined> {
      const { requestId, traceId } = ids;
      if (requestId !== null || traceId === null) return undefined;
      const [newest, ...more] = await madeInTrace(options, traceId);
      if (newest === undefined) return undefined;
      check.answered(name);
      const one = { requestId: newest, traceId: undefined };
      const early =
        onEvent && ((event: DossierFound) => onEvent(asClientTrace(event, traceId, more)));
      return asClientTrace(
        await answer(options, check, { asked, id: one, onEvent: early }),
        traceId,
        more,
      );
    }
  });
}

/** True for the trace of a request id without its request's event. */
function lacksEvent(dossier: Dossier, { requestId }: Ids): boolean {
  return requestId !== null && dossier.found && dossier.request === null;
}

interface Found {
  readonly dossier?: Dossier | undefined;
  /** On which the index knows the id. */
  readonly day?: string;
  /** Ids that exist and are nearly the same; looked for beside one that no index knows at first. */
  readonly near?: readonly string[];
}

/**
 * The dossier if anything is stored; else what is known of the id. `index`: a request id that no index
 * knows is not looked for among spans and logs.
 */
async function find(
  options: IdSources,
  { asked, requestId, traceId }: Ids,
  onEvent: OnEvent | undefined,
  where: 'index' | 'all',
): Promise<Found> {
  const { clickhouse, stored } = options;
  const slips = requestId === null || where === 'index' ? [] : slipsOf(options, requestId);
  const known = await stored.seen(requestId === null ? [] : [requestId, ...slips]);
  const seen = requestId === null ? undefined : known.get(requestId);
  const named = seen?.trace_id ?? traceId;
  const question = { asked, requestId: requestId ?? undefined, traceId: named ?? '' };
  if (seen === undefined || requestId === null) {
    const near = nearOf(slips, known);
    if (named === null || (where === 'index' && requestId !== null)) return { near };
    const days = await stored.daysOf(named);
    if (days === undefined) return { near };
    return { dossier: await buildDossier(options, { ...question, days }, onEvent), near };
  }
  const [day, days] = [seen.seen_on, daysAround(seen.seen_on, 1)];
  const dossier = await buildDossier(options, { ...question, days }, onEvent);
  if (dossier) return { dossier, day };
  const other = await traceOfRequest(clickhouse, requestId, day);
  if (other === undefined || other === named) return { day };
  return { dossier: await buildDossier(options, { ...question, traceId: other, days }), day };
}

type Ids = { asked: string; requestId: string | null; traceId: string | null };

/** An outage of the store is an answer of its own. */
export async function untilAway(
  options: LookupOptions,
  ids: Ids,
  work: () => Promise<Dossier>,
): Promise<Dossier> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    return notFound(options, { ...ids, reason: 'store_unavailable', why: sayAway(error) });
  }
}
