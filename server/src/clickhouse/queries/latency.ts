import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { recentStatsVersion } from '../stats.ts';
import { partsOf, SETTLED_MS } from './counted.ts';
import { LATENCY_BIN } from './stat-columns.ts';
import type { TimeRange } from './time-range.ts';
import { textsOfNumbered, withinOf } from './time-range.ts';

const binned = {
  bins: z.array(z.number()),
  counts: z.array(z.number()),
};
const stepRow = z.object({ at: z.number(), ...binned });
const routeRow = z.object({ route: z.string(), requests: z.number(), ...binned });

/** Requests by duration bin, in ascending order. */
export interface Binned {
  readonly bins: readonly number[];
  readonly counts: readonly number[];
}

interface LatencyRows {
  readonly steps: readonly z.infer<typeof stepRow>[];
  readonly routes: readonly z.infer<typeof routeRow>[];
}

const MAX_ROUTES = 30;
/** Seconds of a bucket of `latency_10m`. */
export const SLOT_S = 600;

interface LatencyQuestion {
  readonly range: TimeRange;
  readonly stepS: number;
  /** Absent: all routes. */
  readonly route?: string | undefined;
  readonly uncounted: readonly string[];
}

/** Durations of answered requests but those of the `uncounted` causes, by step and by route. */
export async function latencyRows(
  clickhouse: ClickHouse,
  { range, stepS, route, uncounted }: LatencyQuestion,
): Promise<LatencyRows> {
  const settledMs = stepS % SLOT_S === 0 ? (await recentStatsVersion(clickhouse)) - SETTLED_MS : 0;
  const { whole, rows } = partsOf(range, settledMs, SLOT_S * 1000);
  const params: Record<string, unknown> = { stepS, uncounted: [...uncounted] };
  if (route !== undefined) params.route = route;
  const only = route === undefined ? '' : 'AND Route = {route: String}';
  const selects = rows.map((part, index) => {
    Object.assign(params, textsOfNumbered(index, part));
    return fromRows(index, only);
  });
  if (whole) {
    params.wholeFrom = whole.fromMs / 1000;
    params.wholeTo = whole.toMs / 1000;
    selects.push(fromBins(only));
  }
  const source = `(${selects.join('\nUNION ALL\n')})`;
  const steps = await clickhouse.query(
    `SELECT At AS at, groupArray(Bin) AS bins, groupArray(N) AS counts
     FROM (SELECT At, Bin, sum(Requests) AS N FROM ${source} GROUP BY At, Bin ORDER BY At, Bin)
     GROUP BY at ORDER BY at`,
    params,
    stepRow,
  );
  const routes = await clickhouse.query(
    `SELECT Name AS route, sum(N) AS requests, groupArray(Bin) AS bins, groupArray(N) AS counts
     FROM (
       SELECT toString(Route) AS Name, Bin, sum(Requests) AS N FROM ${source}
       GROUP BY Name, Bin ORDER BY Name, Bin
     )
     GROUP BY route ORDER BY requests DESC, route LIMIT ${MAX_ROUTES}`,
    params,
    routeRow,
  );
  return { steps, routes };
}

function fromRows(index: number, only: string): string {
  return `SELECT intDiv(toUnixTimestamp(toDateTime(Timestamp)), {stepS: UInt32}) * {stepS: UInt32} AS At,
      Route, ${LATENCY_BIN} AS Bin, count() AS Requests
    FROM api_requests FINAL
    WHERE ${withinOf(index)}
      AND Cause NOT IN {uncounted: Array(String)} ${only}
    GROUP BY At, Route, Bin`;
}

function fromBins(only: string): string {
  return `SELECT At, Route, pair.1 AS Bin, sum(pair.2) AS Requests
    FROM (
      SELECT intDiv(toUnixTimestamp(Bucket), {stepS: UInt32}) * {stepS: UInt32} AS At, Route, Bins
      FROM latency_10m FINAL
      WHERE Bucket >= toDateTime({wholeFrom: UInt32}) AND Bucket < toDateTime({wholeTo: UInt32})
        ${only}
    )
    ARRAY JOIN arrayZip(mapKeys(Bins), mapValues(Bins)) AS pair
    GROUP BY At, Route, Bin`;
}
