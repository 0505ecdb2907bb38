import type { Lookups } from '@request-desk/shared/lookups-api';
import { StoreUnavailable } from '../clickhouse/store-fault.ts';
import type { DamagedId } from './extract/hits.ts';
import { alikeIds, nearIds, shortened } from './extract/repair.ts';
import { isIndexed, type SeenId, seenByPrefix, seenIds } from './seen-ids.ts';
import type { LookupOptions } from './sources.ts';

/** A shorter beginning would fit too many ids to mean one. */
const SHORTEST_PREFIX = 6;
const MOST_PER_TEXT = 5;
/** Damaged ids that are compared with the store, of one text. */
const MOST_COMPARED = 20;

type Sources = Pick<LookupOptions, 'clickhouse' | 'profile'>;
type Suggestion = Lookups['suggestions'][number];

/** What damaged ids may be, and those of which nothing can be made: each is in one of both. */
export interface Suggested {
  /** Ids that exist first. */
  readonly suggestions: Suggestion[];
  readonly unread: NonNullable<Lookups['unread']>;
}

/**
 * Ids that damaged ones may be: what the store knows that is close, and the obvious repair, known or
 * not. While the store is away the repairs alone.
 */
export async function suggestionsFor(
  options: Sources,
  damaged: readonly DamagedId[],
): Promise<Suggested> {
  const known = await knownOf(options, damaged.slice(0, MOST_COMPARED));
  const suggestions: Suggestion[] = [];
  const unread: Suggested['unread'] = [];
  for (const one of damaged) {
    const { text, repaired, why } = one;
    const close = known.get(one) ?? [];
    const stored = repaired !== undefined && close.includes(repaired);
    for (const request_id of stored ? [repaired] : close)
      suggestions.push({ text, request_id, why, stored: true });
    if (stored) continue;
    if (repaired !== undefined)
      suggestions.push({ text, request_id: repaired, why, stored: false });
    else if (close.length === 0) unread.push({ text, why });
  }
  suggestions.sort((a, b) => Number(b.stored) - Number(a.stored));
  return { suggestions, unread };
}

/** Ids that exist and that each of `damaged` may be. */
async function knownOf(
  options: Sources,
  damaged: readonly DamagedId[],
): Promise<Map<DamagedId, string[]>> {
  const known = new Map<DamagedId, string[]>();
  try {
    const whole = damaged.filter(({ repaired }) => repaired !== undefined);
    const around = new Map(
      whole.map((one) => [one, [one.repaired ?? '', ...aroundOf(options, one)]]),
    );
    const asked = [...new Set([...around.values()].flat())];
    const seen = new Set((await seenIds(options, asked)).map(({ request_id }) => request_id));
    for (const [one, ids] of around)
      known.set(one, ids.filter((id) => seen.has(id)).slice(0, MOST_PER_TEXT));
    for (const one of damaged)
      if (one.repaired === undefined) known.set(one, await closeIds(options, one.digits));
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
  }
  return known;
}

/** Ids that a scanner or a slip of the hand may have made into this one. */
function aroundOf(options: Sources, { digits }: DamagedId): string[] {
  if (!isIndexed(options) || digits.length !== options.profile.request_id.length) return [];
  return [...alikeIds(digits), ...nearIds(digits)];
}

async function closeIds(options: Sources, digits: string): Promise<string[]> {
  const { length } = options.profile.request_id;
  if (digits.length < SHORTEST_PREFIX || digits.length > length + 2) return [];
  const close =
    digits.length < length
      ? await seenByPrefix(options, digits, MOST_PER_TEXT + 1)
      : await longerIds(options, digits);
  // Too many that fit are no help.
  return close.length > MOST_PER_TEXT ? [] : close;
}

async function longerIds(options: Sources, digits: string): Promise<string[]> {
  if (!isIndexed(options)) return [];
  return (await seenIds(options, shortened(digits))).map(({ request_id }) => request_id);
}

/** Ids that differ from `requestId` by one slip of the hand, or as a scanner reads; a few hundred. */
export function slipsOf(options: Sources, requestId: string): string[] {
  if (!isIndexed(options)) return [];
  const digits = requestId.slice(4);
  return [...new Set([...nearIds(digits), ...alikeIds(digits)])];
}

/** Those of `slips` that exist, as many as are suggested. */
export function nearOf(slips: readonly string[], seen: ReadonlyMap<string, SeenId>): string[] {
  return slips
    .filter((id) => seen.has(id))
    .sort()
    .slice(0, MOST_PER_TEXT);
}
