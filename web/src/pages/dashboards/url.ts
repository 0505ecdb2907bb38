import { codesOfClass } from '@request-desk/shared/profile-codes';
import { apiProfile } from '../../api/profile.ts';
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
  /** The code whose answers the list of callers counts, and what a caller is. */
  readonly top?: string;
  readonly caller?: 'org' | 'key';
  /** Shows the time of the same length before, too. */
  readonly compare?: 'before';
};

const MAX_VALUE_LENGTH = 256;

/** Codes that callers are listed for; the first is what the list begins with. */
export function topCodes(): string[] {
  const profile = apiProfile();
  return [...codesOfClass(profile, 'limit'), ...codesOfClass(profile, 'server')];
}

/** Reads the address leniently: what it does not know is dropped. */
export function dashboardSearch(raw: Record<string, unknown>): DashboardSearch {
  const text = (value: unknown) =>
    typeof value === 'string' && value !== '' && value.length <= MAX_VALUE_LENGTH
      ? value
      : undefined;
  const [org, route] = [text(raw.org), text(raw.route)];
  const by = SPLITS.find((each) => each === raw.by);
  const show = MEASURES.find((each) => each === raw.show);
  const [, ...others] = topCodes();
  const top = others.find((each) => each === raw.top);
  return {
    ...rangeSearch(raw),
    ...(org ? { org } : {}),
    ...(route ? { route } : {}),
    ...(by ? { by } : {}),
    ...(show ? { show } : {}),
    ...(top ? { top } : {}),
    ...(raw.caller === 'key' ? { caller: raw.caller } : {}),
    ...(raw.compare === 'before' ? { compare: raw.compare } : {}),
  };
}
