import { redactKeys, scrubLine } from '@request-desk/fastify/redaction/scrub';
import type { Dossier } from '@request-desk/shared/dossier';
import { traceOfId } from '@request-desk/shared/id-trace';
import type { Lookups } from '@request-desk/shared/lookups-api';
import { StoreUnavailable } from '../clickhouse/client.ts';
import { daysAround } from '../clickhouse/queries/day-range.ts';
import { traceOfRequest } from '../clickhouse/queries/lookup-logs.ts';
import { daysOfTrace } from '../clickhouse/queries/lookup-probe.ts';
import { answerMany } from './bulk.ts';
import { buildDossier, type OnEvent } from './dossier.ts';
import { extractLong } from './extract/extract-long.ts';
import { type Extraction, type FoundId, nameOf } from './extract/hits.ts';
import { Question } from './freshness.ts';
import { groupsOf } from './groups.ts';
import { storedOf } from './if-stored.ts';
import { notFound, unseenReason, vanishedReason } from './not-found.ts';
import { openPasteReader } from './paste/paste-reader.ts';
import { MOST_IDS } from './paste/read-paste.ts';
import { inLocale } from './reply/dossier-replies.ts';
import { lettersFor } from './reply/letters-for.ts';
import { isIndexed, seenIds } from './seen-ids.ts';
import type { LookupOptions } from './sources.ts';
import { nearOf, suggestionsFor } from './suggestions.ts';

export type { LookupOptions } from './sources.ts';

/** Up to so many ids are answered in full. */
const MOST_IN_FULL = 10;

/** The start of a streamed answer; the dossiers follow one by one. */
interface Opening extends Pick<Lookups, 'suggestions' | 'ignored'> {
  readonly total: number;
}

/** Answers questions about requests; every door goes through it. */
export interface Lookup {
  /** The dossier of the one id that `text` spells, in whatever way, or why there is none. */
  dossier(text: string): Promise<Dossier>;
  /** The same, after what the event alone says, where there is one: that is known much sooner. */
  growing(text: string): AsyncGenerator<Dossier>;
  /** The ids in the body of a paste, which may be long: it is not read here. Throws ConsoleError. */
  read(body: Uint8Array): Promise<Extraction>;
  /** Every id in a text, in order; more than a few are answered without spans, logs and context. */
  lookups(text: string | Extraction, locale?: string): Promise<Lookups>;
  /** The same, one by one as they become known. */
  stream(text: string | Extraction): Promise<{ opening: Opening; items: AsyncIterable<Dossier> }>;
  close(): Promise<void>;
}

/** Builds the lookup over its sources. */
export function createLookup(options: LookupOptions): Lookup {
  const pastes = openPasteReader(options.profile);
  const { extractor } = pastes;
  const prompt = promptly(options);
  redactKeys(options.profile.key);

  async function dossier(text: string, onEvent?: OnEvent): Promise<Dossier> {
    const asked = scrubLine(text.trim(), 64);
    const extraction = extractor.extract(text.slice(0, 2000), 1);
    const { ids, damaged } = extraction;
    const id = ids[0] ?? (await stored(extraction))[0];
    if (id !== undefined) return await answer(prompt, new Question(options), asked, id, onEvent);
    return await untilAway(options, { asked, requestId: null, traceId: null }, async () => {
      const suggested = await suggestionsFor(prompt, damaged);
      return notFound(options, {
        ...{ asked, requestId: null, traceId: null, reason: 'malformed' },
        why: damaged[0] ? `This looks like a request id, but ${damaged[0].why}` : undefined,
        suggestions: [...new Set(suggested.map(({ request_id }) => request_id))],
      });
    });
  }

  async function* growing(text: string): AsyncGenerator<Dossier> {
    const event = Promise.withResolvers<Dossier>();
    const whole = dossier(text, event.resolve);
    // Whoever asked may have gone before the rest is read.
    whole.catch(() => undefined);
    const first = await Promise.race([event.promise, whole]);
    yield first;
    const last = await whole;
    if (last !== first) yield last;
  }

  async function stream(text: string | Extraction) {
    const extraction =
      typeof text === 'string' ? await extractLong(extractor, text, MOST_IDS) : text;
    const { damaged, ignored } = extraction;
    const ids = [...extraction.ids, ...(await stored(extraction))];
    const suggestions = await suggestionsFor(prompt, damaged).catch(noneWhileAway);
    const opening = { total: ids.length, suggestions, ignored };
    return { opening, items: answers(options, ids) };
  }

  async function stored({ ifStored }: Extraction): Promise<FoundId[]> {
    return await storedOf(prompt, ifStored).catch(noneWhileAway);
  }

  async function lookups(text: string | Extraction, locale?: string): Promise<Lookups> {
    const { opening, items: answered } = await stream(text);
    const items: Dossier[] = [];
    for await (const item of answered) items.push(inLocale(item, locale));
    const found = items.filter((item) => item.found);
    const { suggestions, ignored } = opening;
    return {
      items,
      suggestions,
      ignored,
      groups: groupsOf(found),
      ...lettersFor(options, items, locale),
    };
  }

  return {
    ...{ dossier: (text) => dossier(text), growing, lookups, stream },
    read: (body) => pastes.read(body),
    close: () => pastes.close(),
  };
}

/** Somebody waits for the answer about one id. */
function promptly(options: LookupOptions): LookupOptions {
  return { ...options, clickhouse: options.clickhouse.prompt ?? options.clickhouse };
}

function noneWhileAway(error: unknown): [] {
  if (error instanceof StoreUnavailable) return [];
  throw error;
}

async function* answers(options: LookupOptions, ids: readonly FoundId[]): AsyncGenerator<Dossier> {
  const question = new Question(options);
  const prompt = promptly(options);
  const alone = (id: FoundId) => answer(prompt, question, nameOf(id), id);
  // Where ids do not name traces, each has to be resolved by itself.
  if (ids.length <= MOST_IN_FULL || !isIndexed(options)) {
    for (const id of ids) yield await alone(id);
    return;
  }
  let done = 0;
  try {
    for await (const one of answerMany(options, question, ids, alone)) {
      done++;
      yield one;
    }
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    for (const id of ids.slice(done)) {
      const asked = nameOf(id);
      yield notFound(options, { asked, ...idsOf(options, id), reason: 'store_unavailable' });
    }
  }
}

function idsOf({ profile }: LookupOptions, { requestId, traceId }: FoundId) {
  const named = requestId && traceOfId(profile.request_id, requestId);
  return { requestId: requestId ?? null, traceId: traceId ?? named ?? null };
}

/** One id that is well formed: its dossier, or the reason why there is none. */
async function answer(
  options: LookupOptions,
  question: Question,
  asked: string,
  id: FoundId,
  onEvent?: OnEvent,
): Promise<Dossier> {
  const ids = { asked, ...idsOf(options, id) };
  return await untilAway(options, ids, async () => {
    const name = nameOf(id);
    // What is new has to be awaited, and only then is it worth a search beyond the index.
    const first = await find(options, ids, onEvent, 'index');
    if (first.dossier && !lacksEvent(first.dossier, ids)) return found(first.dossier);
    const settled = await question.settle(name, () => isSeen(options, ids));
    // What was on its way during the first look may be there now.
    const { dossier, day } = await find(options, ids, onEvent, 'all');
    if (dossier && !lacksEvent(dossier, ids)) return found(dossier);
    const freshness = await question.confirmed(name, settled);
    // Spans may have come before the event of their request: that it has none is said when proven.
    if (dossier && unseenReason(freshness) !== 'too_fresh') return found(dossier);
    if (day !== undefined) {
      const reason = vanishedReason(options, day, freshness);
      return notFound(options, { ...ids, freshness, reason, day });
    }
    const reason = unseenReason(freshness);
    const { requestId } = ids;
    const near = requestId !== null && reason === 'never_seen';
    const suggestions = near ? await nearOf(options, requestId) : [];
    return notFound(options, { ...ids, freshness, reason, suggestions });

    function found(dossier: Dossier): Dossier {
      question.answered(name);
      return dossier;
    }
  });
}

/** Whether an index knows the request id by now: much less work than its dossier. */
async function isSeen(options: LookupOptions, { requestId }: Ids): Promise<boolean> {
  return requestId !== null && (await seenIds(options, [requestId])).length > 0;
}

/** True for the trace of a request id without its request's event. */
function lacksEvent(dossier: Dossier, { requestId }: Ids): boolean {
  return requestId !== null && dossier.found && dossier.request === null;
}

/**
 * The dossier if anything is stored; else the day, if the index knows the id. `index`: a request id
 * that no index knows is not looked for among spans and logs.
 */
async function find(
  options: LookupOptions,
  { asked, requestId, traceId }: Ids,
  onEvent: OnEvent | undefined,
  where: 'index' | 'all',
): Promise<{ dossier?: Dossier | undefined; day?: string }> {
  const { clickhouse } = options;
  const [seen] = requestId === null ? [] : await seenIds(options, [requestId]);
  const named = seen?.trace_id ?? traceId;
  const question = { asked, requestId: requestId ?? undefined, traceId: named ?? '' };
  if (seen === undefined || requestId === null) {
    if (named === null || (where === 'index' && requestId !== null)) return {};
    const days = await daysOfTrace(clickhouse, question.traceId);
    return days ? { dossier: await buildDossier(options, { ...question, days }, onEvent) } : {};
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
