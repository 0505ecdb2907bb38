import { foldBody, hasForm } from '@request-desk/shared/id-form';
import { apiProfile } from '../../api/profile.ts';

/** State of the lookup page that a shared link restores. */
export interface LookupSearch {
  /** Request ids, separated by commas; only when there are few. */
  readonly ids?: string;
}

const MOST_IDS = 20;

/** Reads the address leniently: what is no request id is dropped. */
export function lookupSearch(raw: Record<string, unknown>): LookupSearch {
  const form = apiProfile().request_id;
  const ids = String(raw.ids ?? '')
    .split(/[\s,]+/)
    .map((id) => form.prefix + foldBody(form, id.slice(form.prefix.length)))
    .filter((id) => hasForm(form, id));
  return idsInUrl(ids);
}

/** The search that names `ids`, or none when they are too many for an address. */
export function idsInUrl(ids: readonly string[]): LookupSearch {
  const unique = [...new Set(ids)];
  return unique.length === 0 || unique.length > MOST_IDS ? {} : { ids: unique.join(',') };
}
