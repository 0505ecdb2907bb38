import { type RequestFilter, STATUS_FILTER } from '@request-desk/shared/explore-api';
import type { ExploreQuery } from '../../api/explore.ts';
import { boundsOf, type Preset } from '../../ui/range/time-range.ts';
import { type ExploreSearch, narrowed } from './url.ts';

const DEFAULT_RANGE: Preset = '1h';

/** What the address asks, as the server takes it; values that it would refuse are left out. */
export function exploreQueryOf(search: ExploreSearch): ExploreQuery {
  const filter: RequestFilter = {
    ...Object.fromEntries(narrowed(search)),
    ...(search.q === undefined ? {} : { text: search.q }),
  };
  const codes = [...new Set(search.code)].sort();
  if (codes.length > 0) filter.code = codes;
  else delete filter.code;
  const status = search.status?.filter((each) => STATUS_FILTER.test(each)) ?? [];
  if (status.length > 0) filter.status = status;
  else delete filter.status;
  return {
    filter,
    rangeKey: search.from ? `${search.from}/${search.to}` : (search.range ?? DEFAULT_RANGE),
    bounds: () => boundsOf(search, DEFAULT_RANGE, Date.now()),
  };
}
