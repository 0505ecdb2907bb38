import type { Lookups } from '@request-desk/shared/lookups-api';
import type { DamagedId } from './extract/hits.ts';
import { alikeIds, nearIds, shortened } from './extract/repair.ts';
import { isIndexed, seenByPrefix, seenIds } from './seen-ids.ts';
import type { LookupOptions } from './sources.ts';

/** A shorter beginning would fit too many ids to mean one. */
const SHORTEST_PREFIX = 6;
const MOST_PER_TEXT = 5;
/** Damaged ids that are compared with the store, of one text. */
const MOST_COMPARED = 20;

type Sources = Pick<LookupOptions, 'clickhouse' | 'profile'>;

/** Ids that damaged ones may be: the obvious repair, or what the store knows that is close. */
export async function suggestionsFor(
  options: Sources,
  damaged: readonly DamagedId[],
): Promise<Lookups['suggestions']> {
  const suggestions: Lookups['suggestions'] = [];
  for (const [place, { text, digits, repaired, why }] of damaged.entries()) {
    if (repaired !== undefined) {
      suggestions.push({ text, request_id: repaired, why });
      continue;
    }
    if (place >= MOST_COMPARED) continue;
    for (const request_id of await closeIds(options, digits))
      suggestions.push({ text, request_id, why });
  }
  return suggestions;
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

/** Ids that exist and differ from `requestId` by one slip of the hand, or as a scanner reads. */
export async function nearOf(options: Sources, requestId: string): Promise<string[]> {
  if (!isIndexed(options)) return [];
  const digits = requestId.slice(4);
  const close = new Set([...nearIds(digits), ...alikeIds(digits)]);
  const near = await seenIds(options, [...close]);
  return near.slice(0, MOST_PER_TEXT).map(({ request_id }) => request_id);
}
