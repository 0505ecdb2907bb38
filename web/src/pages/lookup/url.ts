/** State of the lookup page that a shared link restores. */
export interface LookupSearch {
  /** Request ids, separated by commas; only when there are few. */
  readonly ids?: string;
}

const MOST_IDS = 20;
const ID = /^req_[0-9a-f]{16}$/;

/** Reads the address leniently: what is no request id is dropped. */
export function lookupSearch(raw: Record<string, unknown>): LookupSearch {
  const ids = String(raw.ids ?? '')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((id) => ID.test(id));
  return idsInUrl(ids);
}

/** The search that names `ids`, or none when they are too many for an address. */
export function idsInUrl(ids: readonly string[]): LookupSearch {
  const unique = [...new Set(ids)];
  return unique.length === 0 || unique.length > MOST_IDS ? {} : { ids: unique.join(',') };
}
