import { redactKeys, scrubLine } from '@request-desk/fastify/redaction/scrub';
import type { Dossier, DossierFound } from '@request-desk/shared/dossier';
import type { Clue, Likely } from '@request-desk/shared/likely-api';
import type { Lookups } from '@request-desk/shared/lookups-api';
import { sayAway } from '../clickhouse/store-away.ts';
import { StoreUnavailable } from '../clickhouse/store-fault.ts';
import { answer, type IdSources, idsOf, untilAway } from './answer-id.ts';
import { answerMany } from './bulk.ts';
import { withClientTraces } from './client-trace.ts';
import { knownClues } from './clues/known-clues.ts';
import { likelyOf } from './clues/likely.ts';
import type { OnEvent } from './dossier.ts';
import { extractLong } from './extract/extract-long.ts';
import { type FoundId, nameOf } from './extract/hits.ts';
import { FreshnessCheck } from './freshness.ts';
import { groupsOf } from './groups.ts';
import { storedOf } from './if-stored.ts';
import { clientNames, namedByClient } from './named-by-client.ts';
import { notFound } from './not-found.ts';
import { openPasteReader } from './paste/paste-reader.ts';
import { MOST_IDS, type Paste } from './paste/read-paste.ts';
import { promptDirectory } from './prompt-directory.ts';
import { inLocale } from './reply/dossier-replies.ts';
import { draftReplies } from './reply/draft-replies.ts';
import { isIndexed, StoredIds } from './seen-ids.ts';
import type { LookupOptions } from './sources.ts';
import { suggestionsFor } from './suggestions.ts';
import { type WithholdingLookup, withholding } from './withholding.ts';

export type { LookupOptions } from './sources.ts';

/** Ids beside the first that a question about one id may hold. */
const MOST_OTHERS = 20;
/** Up to so many ids are answered in full. */
const MOST_IN_FULL = 10;

/** The start of a streamed answer; the dossiers follow one by one. */
interface Opening extends Pick<Lookups, 'suggestions' | 'unread' | 'ignored' | 'likely'> {
  readonly total: number;
}

/** Answers questions about requests, whichever way they come: console, API or command line. */
export interface Lookup {
  /** The dossier of the one id that `text` spells, in whatever way, or why there is none. */
  dossier(text: string): Promise<Dossier>;
  /** The same, after what the event alone says, where there is one: that is known much sooner. */
  growing(text: string): AsyncGenerator<Dossier>;
  /** The ids in the body of a paste, which may be long: it is not read here. Throws ConsoleError. */
  read(body: Uint8Array): Promise<Paste>;
  /** Every id in a text, in order; more than a few are answered without spans, logs and context. */
  lookups(text: string | Paste, locale?: string): Promise<Lookups>;
  /** The same, one by one as they become known. */
  stream(text: string | Paste): Promise<{ opening: Opening; items: AsyncIterable<Dossier> }>;
  /** The failures that fit clues best; those of a text that somebody corrected. */
  likely(clues: readonly Clue[]): Promise<Likely>;
  close(): Promise<void>;
}

/** Builds the lookup over its sources. */
export function createLookup(given: LookupOptions): WithholdingLookup {
  const options = { ...given, directory: given.directory && promptDirectory(given.directory) };
  const pastes = openPasteReader(options.profile);
  const { extractor } = pastes;
  const prompt = promptly(options);
  redactKeys(options.profile);

  async function dossier(text: string, onEvent?: OnEvent): Promise<Dossier> {
    const asked = scrubLine(text.trim(), 64);
    const extraction = extractor.extract(text.slice(0, 2000), MOST_OTHERS);
    const { damaged } = extraction;
    const probed = await storedOf(prompt, extraction.ifStored);
    const spelled = [...extraction.ids, ...probed.stored];
    const [id, ...more] = spelled.length > 0 ? spelled : await named(clientNames(text));
    if (id !== undefined) {
      const beside = <Answer extends Dossier>(one: Answer): Answer =>
        more.length === 0 ? one : { ...one, others: [...more.map(nameOf), ...(one.others ?? [])] };
      const early = onEvent && ((one: DossierFound) => onEvent(beside(one)));
      return beside(
        await answer(prompt, new FreshnessCheck(options, prompt.stored), {
          asked,
          id,
          onEvent: early,
        }),
      );
    }
    return await untilAway(options, { asked, requestId: null, traceId: null }, async () => {
      if (probed.away) throw new StoreUnavailable('The store did not answer.');
      const { suggestions: suggested } = await suggestionsFor(prompt, damaged);
      return notFound(options, {
        asked,
        requestId: null,
        traceId: null,
        reason: 'malformed',
        why: whyNone(damaged[0], probed.unread[0]),
        suggestions: [...new Set(suggested.map(({ request_id }) => request_id))],
      });
    });
  }

  /** Found by what clients call their calls; nothing while the store is away. */
  async function named(names: readonly string[]): Promise<FoundId[]> {
    try {
      return await namedByClient(prompt, names);
    } catch (error) {
      if (error instanceof StoreUnavailable) return [];
      throw error;
    }
  }

  /** With the requests of clients' own traces; as they are while the store is away. */
  async function resolved(ids: readonly FoundId[]): Promise<readonly FoundId[]> {
    try {
      return await withClientTraces(prompt, ids);
    } catch (error) {
      if (error instanceof StoreUnavailable) return ids;
      throw error;
    }
  }

  async function* growing(text: string): AsyncGenerator<Dossier> {
    const event = Promise.withResolvers<Dossier>();
    const whole = dossier(text, event.resolve);
    // The client may have gone before the rest is read.
    whole.catch(() => undefined);
    const first = await Promise.race([event.promise, whole]);
    yield first;
    const last = await whole;
    if (last !== first) yield last;
  }

  async function stream(text: string | Paste) {
    const extraction: Paste =
      typeof text === 'string' ? await extractLong(extractor, text, MOST_IDS) : text;
    const { damaged, ignored } = extraction;
    const { stored, unread } = await storedOf(prompt, extraction.ifStored);
    const spelled = [...extraction.ids, ...stored];
    const ids =
      spelled.length > 0 ? await resolved(spelled) : await named(extraction.clues?.names ?? []);
    const suggested = await suggestionsFor(prompt, damaged);
    const opening = {
      total: ids.length,
      ...(await guessed(ids, extraction)),
      suggestions: suggested.suggestions,
      unread: [...suggested.unread, ...unread],
      ignored,
    };
    return {
      opening,
      items: answers(prompt, options, new FreshnessCheck(options, prompt.stored), ids),
    };
  }

  /** What a text without an id leads to; nothing while the store is away. */
  async function guessed(
    ids: readonly FoundId[],
    { clues: said }: Paste,
  ): Promise<{ likely?: Likely }> {
    if (ids.length > 0 || said === undefined) return {};
    const clues = await knownClues(options.directory, said);
    if (clues.every(({ sure }) => !sure)) return {};
    try {
      return { likely: await likelyOf(options, clues) };
    } catch (error) {
      if (error instanceof StoreUnavailable) return {};
      throw error;
    }
  }

  async function lookups(text: string | Paste, locale?: string): Promise<Lookups> {
    const { opening, items: answered } = await stream(text);
    const items: Dossier[] = [];
    for await (const item of answered) items.push(inLocale(item, locale));
    const found = items.filter((item) => item.found);
    const { total: _total, ...said } = opening;
    return {
      items,
      ...said,
      groups: groupsOf(found),
      ...(await draftReplies(options, items, locale, seenIn(opening))),
    };
  }

  return withholding(options, {
    dossier: (text) => dossier(text),
    growing,
    lookups,
    stream,
    read: (body) => pastes.read(body, options.now()),
    likely: (clues) => likelyOf(options, clues),
    close: () => pastes.close(),
  });
}

/** What looks like an id in a text, as it stands there. */
function seenIn({ suggestions, unread = [] }: Pick<Opening, 'suggestions' | 'unread'>): string[] {
  return [...new Set([...suggestions, ...unread].map(({ text }) => text))];
}

/** What a text looks like that names no request; undefined: like nothing that is known here. */
function whyNone(
  damaged: { readonly why: string } | undefined,
  trace: { readonly text: string } | undefined,
): string | undefined {
  if (damaged) return `This looks like a request id, but ${damaged.why}`;
  return (
    trace && 'This may be a trace id whose leading zeros were cut off; no such trace is stored'
  );
}

/** Somebody waits for the answer about one id. */
function promptly(options: LookupOptions): IdSources {
  const prompt = { ...options, clickhouse: options.clickhouse.prompt ?? options.clickhouse };
  return { ...prompt, stored: new StoredIds(prompt) };
}

async function* answers(
  prompt: IdSources,
  options: LookupOptions,
  check: FreshnessCheck,
  ids: readonly FoundId[],
): AsyncGenerator<Dossier> {
  const alone = (id: FoundId) => answer(prompt, check, { asked: nameOf(id), id });
  // Where ids do not name traces, each has to be resolved by itself.
  if (ids.length <= MOST_IN_FULL || !isIndexed(options)) {
    for (const id of ids) yield await alone(id);
    return;
  }
  let done = 0;
  try {
    for await (const one of answerMany(options, check, ids, alone)) {
      done++;
      yield one;
    }
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    for (const id of ids.slice(done)) {
      const missing = { asked: nameOf(id), ...idsOf(options, id), why: sayAway(error) };
      yield notFound(options, { ...missing, reason: 'store_unavailable' });
    }
  }
}
