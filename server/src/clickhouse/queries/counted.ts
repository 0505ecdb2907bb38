import { HOUR_MS, HOUR_S, MINUTE_MS } from '@request-desk/shared/durations';
import type { ClickHouse } from '../client.ts';
import { recentStatsVersion } from '../stats.ts';
import { type Conditions, type CountedFilter, conditionsOf, countsByHour } from './filter.ts';
import { IS_NEAR, STAT_DIMENSIONS } from './stat-columns.ts';
import { type TimeRange, textsOfNumbered, withinOf } from './time-range.ts';

/** Hours that ended this long before the last refresh are complete but for late rows. */
export const SETTLED_MS = 10 * MINUTE_MS;

/** Parts of a range: whole buckets that the statistics know, and what has to be counted by row. */
interface Parts {
  readonly whole: TimeRange | undefined;
  readonly rows: readonly TimeRange[];
}

/** Splits `range` so that statistics are used for as many whole buckets as possible. */
export function partsOf(range: TimeRange, settledMs: number, bucketMs: number): Parts {
  const fromMs = Math.ceil(range.fromMs / bucketMs) * bucketMs;
  const toMs = Math.floor(Math.min(range.toMs, settledMs) / bucketMs) * bucketMs;
  if (toMs <= fromMs) return { whole: undefined, rows: [range] };
  const edges = [
    { fromMs: range.fromMs, toMs: fromMs },
    { fromMs: toMs, toMs: range.toMs },
  ];
  return { whole: { fromMs, toMs }, rows: edges.filter((edge) => edge.fromMs < edge.toMs) };
}

/**
 * A subquery with one row per group of requests in `range` that pass `filter`: the dimensions,
 * `At` (seconds, start of its step), Requests, Near, PeakUsed, FirstAt and LastAt. Counts are exact
 * whatever the range; steps of whole hours and long ranges come from the hourly statistics.
 */
export async function countedRequests(
  clickhouse: ClickHouse,
  range: TimeRange,
  filter: CountedFilter,
  stepS: number,
): Promise<Conditions> {
  const byHour = countsByHour(filter) && stepS % HOUR_S === 0;
  const settledMs = byHour ? (await recentStatsVersion(clickhouse)) - SETTLED_MS : 0;
  const { whole: hours, rows } = partsOf(range, settledMs, HOUR_MS);
  const { sql, params } = conditionsOf(filter);
  const bound: Record<string, unknown> = { ...params, stepS };
  const selects = rows.map((part, index) => {
    Object.assign(bound, textsOfNumbered(index, part));
    return fromRows(index, sql);
  });
  if (hours) {
    bound.hoursFrom = hours.fromMs / 1000;
    bound.hoursTo = hours.toMs / 1000;
    selects.push(fromHours(sql));
  }
  return { sql: `(${selects.join('\nUNION ALL\n')})`, params: bound };
}

/** The same with `columns` of `api_requests`, which the statistics lack: all counted by row. */
export function requestsWith(
  columns: readonly string[],
  range: TimeRange,
  filter: CountedFilter,
): Conditions {
  const { sql, params } = conditionsOf(filter);
  return {
    sql: `(SELECT ${columns.join(', ')}, toUInt64(1) AS Requests FROM api_requests FINAL
      WHERE ${withinOf(0)} AND ${sql})`,
    params: { ...params, ...textsOfNumbered(0, range) },
  };
}

function fromRows(index: number, where: string): string {
  return `SELECT ${STAT_DIMENSIONS},
      intDiv(toUnixTimestamp(toDateTime(Timestamp)), {stepS: UInt32}) * {stepS: UInt32} AS At,
      toUInt64(1) AS Requests, toUInt64(${IS_NEAR}) AS Near, RateUsed AS PeakUsed,
      toDateTime(Timestamp) AS FirstAt, toDateTime(Timestamp) AS LastAt
    FROM api_requests FINAL
    WHERE ${withinOf(index)} AND ${where}`;
}

function fromHours(where: string): string {
  return `SELECT ${STAT_DIMENSIONS},
      intDiv(toUnixTimestamp(Bucket), {stepS: UInt32}) * {stepS: UInt32} AS At,
      Requests, Near, PeakUsed, FirstAt, LastAt
    FROM request_stats_1h FINAL
    WHERE Bucket >= toDateTime({hoursFrom: UInt32}) AND Bucket < toDateTime({hoursTo: UInt32})
      AND ${where}`;
}
