import { FACETS, type FacetName } from '@request-desk/shared/explore-api';
import { type RangeSearch, rangeSearch } from '../../ui/range/time-range.ts';
import { stripSecrets } from '../../ui/strip-secrets.ts';

/** State of the explorer that a shared link restores: a list for each facet, words, and time. */
export type ExploreSearch = { readonly [facet in FacetName]?: readonly string[] } & RangeSearch & {
    /** Words to find in messages, paths, user agents and so on. */
    readonly q?: string;
    /** `1`: new requests appear as they happen. */
    readonly live?: '1';
  };

const MOST_VALUES = 50;
const LONGEST_VALUE = 256;
const LONGEST_TEXT = 200;

/** Reads the address leniently: what it does not know is dropped. */
export function exploreSearch(raw: Record<string, unknown>): ExploreSearch {
  const lists = FACETS.flatMap((facet) => {
    const values = [...new Set([raw[facet] ?? []].flat().map(String))]
      .filter((value) => value !== '' && value.length <= LONGEST_VALUE)
      .slice(0, MOST_VALUES);
    return values.length > 0 ? [[facet, values] as const] : [];
  });
  // A key or password in the words is neither sent nor left in the address.
  const q = typeof raw.q === 'string' ? stripSecrets(raw.q).text.slice(0, LONGEST_TEXT) : '';
  return {
    ...Object.fromEntries(lists),
    ...(q.trim() === '' ? {} : { q }),
    ...rangeSearch(raw),
    ...(raw.live === '1' || raw.live === 1 ? { live: '1' as const } : {}),
  };
}

/** The search with `value` taken into a facet's list, or out of it. */
export function toggled(search: ExploreSearch, facet: FacetName, value: string): ExploreSearch {
  const before = search[facet] ?? [];
  const after = before.includes(value) ? before.filter((v) => v !== value) : [...before, value];
  const { [facet]: _dropped, ...others } = search;
  return after.length > 0 ? { ...others, [facet]: after } : others;
}

/** Facets that narrow the search, with their values. */
export function narrowed(search: ExploreSearch): (readonly [FacetName, readonly string[]])[] {
  return FACETS.flatMap((facet) => (search[facet] ? [[facet, search[facet]] as const] : []));
}
