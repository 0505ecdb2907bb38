import { useMemo } from 'react';
import type { PanelScope } from '../../api/dashboard.ts';
import { boundsOf, isRolling, type Preset, type RangeSearch } from './time-range.ts';

const REFRESH_MS = 15_000;

/** All calls of one refresh count up to the same moment, so that their totals agree. */
const lastTick = (now: number) => Math.floor(now / REFRESH_MS) * REFRESH_MS;

/** The range of a page as its calls take it; one that ends now is asked again by itself. */
export function useRangeScope(search: RangeSearch, fallback: Preset): PanelScope {
  const { from, to, range } = search;
  return useMemo(() => {
    const chosen: RangeSearch = from && to ? { from, to } : range ? { range } : {};
    return {
      rangeKey: from ? `${from}/${to}` : (range ?? fallback),
      bounds: () => {
        const tick = lastTick(Date.now());
        return { to: new Date(tick).toISOString(), ...boundsOf(chosen, fallback, tick) };
      },
      everyMs: isRolling(chosen) ? REFRESH_MS : false,
    };
  }, [from, to, range, fallback]);
}
