import type { Lookups } from '@request-desk/shared/dossier';
import { indexedByPrefix, indexedIds } from '../clickhouse/queries/lookup-index.ts';
import type { DamagedId } from './extract/extract.ts';
import { nearIds, shortened } from './extract/repair.ts';
import type { LookupOptions } from './sources.ts';

/** A shorter beginning would fit too many ids to mean one. */
const SHORTEST_PREFIX = 6;
const MOST_PER_TEXT = 5;
/** Damaged ids that are compared with the store, of one text. */
const MOST_COMPARED = 20;

/** Ids that damaged ones may be: the obvious repair, or what the store knows that is close. */
export async function suggestionsFor(
  { clickhouse }: Pick<LookupOptions, 'clickhouse'>,
  damaged: readonly DamagedId[],
): Promise<Lookups['suggestions']> {
  const suggestions: Lookups['suggestions'] = [];
  for (const [place, { text, digits, repaired, why }] of damaged.entries()) {
    if (repaired !== undefined) {
      suggestions.push({ text, request_id: repaired, why });
      continue;
    }
    if (place >= MOST_COMPARED) continue;
    for (const request_id of await closeIds(clickhouse, digits))
      suggestions.push({ text, request_id, why });
  }
  return suggestions;
}

async function closeIds(
  clickhouse: LookupOptions['clickhouse'],
  digits: string,
): Promise<string[]> {
  if (digits.length < SHORTEST_PREFIX || digits.length > 18) return [];
  const close =
    digits.length < 16
      ? await indexedByPrefix(clickhouse, digits, MOST_PER_TEXT + 1)
      : await indexedIds(clickhouse, shortened(digits));
  // Too many that fit are no help.
  return close.length > MOST_PER_TEXT ? [] : close.map(({ request_id }) => request_id);
}

/** Ids that exist and differ from `requestId` by one slip of the hand. */
export async function nearOf(
  { clickhouse }: Pick<LookupOptions, 'clickhouse'>,
  requestId: string,
): Promise<string[]> {
  const near = await indexedIds(clickhouse, nearIds(requestId.slice(4)));
  return near.slice(0, MOST_PER_TEXT).map(({ request_id }) => request_id);
}
