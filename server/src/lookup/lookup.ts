import type { Dossier, Lookups } from '@request-desk/shared/dossier';
import { traceIdOf } from '@request-desk/shared/ids';
import { StoreUnavailable } from '../clickhouse/client.ts';
import { type DayRange, daysAround, isoDay } from '../clickhouse/queries/day-range.ts';
import { indexedIds } from '../clickhouse/queries/lookup-index.ts';
import { traceOfRequest } from '../clickhouse/queries/lookup-logs.ts';
import { scrubLine } from '../telemetry/scrub.ts';
import { buildDossier } from './dossier.ts';
import { extractIds, type FoundId } from './extract/extract.ts';
import { notFound, unseenReason } from './not-found.ts';
import type { LookupOptions } from './sources.ts';
import { suggestionsFor } from './suggestions.ts';

export type { LookupOptions } from './sources.ts';

/** Most ids that one text is answered for. */
const MOST_IDS = 500;
const DAY_MS = 86_400_000;

/** Answers questions about requests; every door goes through it. */
export interface Lookup {
  /** The dossier of the one id that `text` spells, in whatever way, or why there is none. */
  dossier(text: string): Promise<Dossier>;
  /** Every id in `text`, in order. */
  lookups(text: string): Promise<Lookups>;
}

/** Builds the lookup over its sources. */
export function createLookup(options: LookupOptions): Lookup {
  async function dossier(text: string): Promise<Dossier> {
    const asked = scrubLine(text.trim(), 64);
    const { ids, damaged } = extractIds(text.slice(0, 2000), 1);
    const [id] = ids;
    if (id !== undefined) return await answer(options, asked, id);
    return await untilAway(options, { asked, requestId: null, traceId: null }, async () => {
      const suggested = await suggestionsFor(options, damaged);
      return notFound(options, {
        ...{ asked, requestId: null, traceId: null, reason: 'malformed' },
        why: damaged[0] ? `This looks like a request id, but ${damaged[0].why}` : undefined,
        suggestions: [...new Set(suggested.map(({ request_id }) => request_id))],
      });
    });
  }

  async function lookups(text: string): Promise<Lookups> {
    const { ids, damaged, ignored } = extractIds(text, MOST_IDS);
    const items: Dossier[] = [];
    for (const id of ids) items.push(await answer(options, nameOf(id), id));
    const suggestions = await suggestionsFor(options, damaged).catch((error: unknown) => {
      if (error instanceof StoreUnavailable) return [];
      throw error;
    });
    return { items, suggestions, ignored };
  }

  return { dossier, lookups };
}

function nameOf({ requestId, traceId }: FoundId): string {
  return requestId ?? traceId ?? '';
}

/** One id that is well formed: its dossier, or the reason why there is none. */
async function answer(options: LookupOptions, asked: string, id: FoundId): Promise<Dossier> {
  const requestId = id.requestId ?? null;
  const traceId = id.traceId ?? (requestId === null ? '' : traceIdOf(requestId));
  const ids = { asked, requestId, traceId };
  return await untilAway(options, ids, async () => {
    const { clickhouse, retentionDays, now } = options;
    const oldest = isoDay(now() - retentionDays * DAY_MS);
    const everywhere: DayRange = { from: oldest, to: isoDay(now() + DAY_MS) };
    const [seen] = requestId === null ? [] : await indexedIds(clickhouse, [requestId]);
    const question = { asked, requestId: requestId ?? undefined, traceId };
    const days = seen ? daysAround(seen.seen_on, 1) : everywhere;
    const found = await buildDossier(options, { ...question, days });
    if (found) return found;
    if (!seen || requestId === null)
      return notFound(options, { ...ids, reason: unseenReason(options) });
    const other = await traceOfRequest(clickhouse, requestId, seen.seen_on);
    if (other !== undefined && other !== traceId) {
      const elsewhere = await buildDossier(options, { ...question, traceId: other, days });
      if (elsewhere) return elsewhere;
    }
    const reason = seen.seen_on <= oldest ? 'expired' : 'too_fresh';
    return notFound(options, { ...ids, reason, day: seen.seen_on });
  });
}

type Ids = { asked: string; requestId: string | null; traceId: string | null };

/** An outage of the store is an answer of its own. */
async function untilAway(
  options: LookupOptions,
  ids: Ids,
  work: () => Promise<Dossier>,
): Promise<Dossier> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    return notFound(options, { ...ids, reason: 'store_unavailable' });
  }
}
