import type { Releases } from '@request-desk/shared/dashboard-api';
import { MINUTE_MS } from '@request-desk/shared/durations';
import type { ChartMarker } from './chart-data.ts';

const SLACK_MS = 2 * MINUTE_MS;

/**
 * Releases that appeared within a range, where they first did as far back as statistics are kept: one that
 * was there when the range began has no moment in it.
 */
export function releaseMarkers({ from, items }: Pick<Releases, 'from' | 'items'>): ChartMarker[] {
  return items
    .filter(
      ({ first_seen, first_ever = first_seen }) =>
        Date.parse(first_ever) > Date.parse(from) + SLACK_MS,
    )
    .map(({ first_seen, release }) => ({
      at: first_seen,
      label: `release ${release}`,
      tone: 'release' as const,
    }));
}
