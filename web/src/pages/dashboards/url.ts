import { type RangeSearch, rangeSearch } from '../../ui/range/time-range.ts';

const SPLITS = ['route', 'org', 'code'] as const;
export type Split = (typeof SPLITS)[number];
const MEASURES = ['errors', 'rate', 'requests'] as const;
export type Measure = (typeof MEASURES)[number];

/** State of the dashboards that a shared link restores. */
export type DashboardSearch = RangeSearch & {
  /** Only requests of this organisation, or of this route. */
  readonly org?: string;
  readonly route?: string;
  readonly by?: Split;
  readonly show?: Measure;
  /** Whose answers the list of callers counts, and what a caller is. */
  readonly top?: 'rate_limited' | 'internal_error';
  readonly caller?: 'org' | 'key';
};

const LONGEST = 256;

/** Reads the address leniently: what it does not know is dropped. */
export function dashboardSearch(raw: Record<string, unknown>): DashboardSearch {
  const text = (value: unknown) =>
    typeof value === 'string' && value !== '' && value.length <= LONGEST ? value : undefined;
  const [org, route] = [text(raw.org), text(raw.route)];
  const by = SPLITS.find((each) => each === raw.by);
  const show = MEASURES.find((each) => each === raw.show);
  return {
    ...rangeSearch(raw),
    ...(org ? { org } : {}),
    ...(route ? { route } : {}),
    ...(by ? { by } : {}),
    ...(show ? { show } : {}),
    ...(raw.top === 'internal_error' ? { top: raw.top } : {}),
    ...(raw.caller === 'key' ? { caller: raw.caller } : {}),
  };
}
