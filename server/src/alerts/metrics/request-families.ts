import type { Profile } from '@request-desk/shared/profile';
import { codeProfile } from '@request-desk/shared/profile-codes';
import type { DurationBin, RequestTotal } from '../../clickhouse/queries/alert-metrics.ts';
import { BIN_GROWTH, BIN_OF_1_MS } from '../../clickhouse/queries/stat-columns.ts';
import type { Family, Sample } from './family.ts';

/** More routes than a contract has come from somebody else's telemetry. */
const MAX_ROUTES = 50;
const BOUNDS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/** Rate, errors and duration of the public API; labels take few values, whatever arrives. */
export function requestFamilies(
  profile: Profile,
  totals: readonly RequestTotal[],
  bins: readonly DurationBin[],
): Family[] {
  const routes = new Set<string>();
  for (const { route } of totals) if (routes.size < MAX_ROUTES) routes.add(route);
  const named = (route: string) => (routes.has(route) ? route || 'unknown' : 'other');
  const counts = new Map<string, Sample>();
  for (const { code, status, route, requests } of totals) {
    const labels = {
      code: codeProfile(profile, code) ? code : code === '' ? 'ok' : 'other',
      status: `${Math.floor(status / 100)}xx`,
      route: named(route),
    };
    const key = JSON.stringify(labels);
    counts.set(key, { labels, value: (counts.get(key)?.value ?? 0) + requests });
  }
  return [
    {
      name: 'request_desk_requests_total',
      help: 'Requests to the public API, of all processes; code ok is a success.',
      type: 'counter',
      samples: [...counts.values()],
    },
    {
      name: 'request_desk_request_duration_seconds',
      help: 'Time from a request to its answer; within 5 %.',
      type: 'histogram',
      samples: durations(bins, named),
    },
  ];
}

function durations(bins: readonly DurationBin[], named: (route: string) => string): Sample[] {
  const byRoute = Map.groupBy(bins, ({ route }) => named(route));
  return [...byRoute].flatMap(([route, mine]) => {
    const upTo = (bound: number) =>
      sum(
        mine.filter(({ bin }) => upperS(bin) <= bound * BIN_GROWTH),
        ({ requests }) => requests,
      );
    const count = sum(mine, ({ requests }) => requests);
    const buckets = BOUNDS_S.map((bound) => ({
      suffix: '_bucket',
      labels: { route, le: String(bound) },
      value: upTo(bound),
    }));
    const middle = ({ bin, requests }: DurationBin) => (upperS(bin) / 1.025) * requests;
    return [
      ...buckets,
      { suffix: '_bucket', labels: { route, le: '+Inf' }, value: count },
      { suffix: '_sum', labels: { route }, value: sum(mine, middle) },
      { suffix: '_count', labels: { route }, value: count },
    ];
  });
}

function upperS(bin: number): number {
  return BIN_GROWTH ** (bin - BIN_OF_1_MS) / 1000;
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
