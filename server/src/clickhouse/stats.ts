import { CLIENT_CLOSED } from '@request-desk/shared/client-closed';
import { DAY_S, HOUR_S } from '@request-desk/shared/durations';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { ClickHouse } from './client.ts';
import { IS_NEAR, LATENCY_BIN, STAT_DIMENSIONS } from './queries/stat-columns.ts';
import { textsOf, WITHIN } from './queries/time-range.ts';
import { storeClock } from './store-clock.ts';
import { LATE_VISIBLE_AFTER_MS } from './visible-after.ts';

const REFRESH_STATS_EVERY_MS = 30_000;

const hourRow = z.object({ hour: z.number() });
const versionRow = z.object({ version: z.number() });

/** When `request_stats_1h` and `latency_10m` were last brought up to date, in milliseconds; 0: never. */
export async function statsVersion(clickhouse: ClickHouse): Promise<number> {
  const sql = 'SELECT max(Version) AS version FROM request_stats_1h';
  return (await clickhouse.query(sql, {}, versionRow))[0]?.version ?? 0;
}

const known = new WeakMap<ClickHouse, { readonly version: number; readonly asked: number }>();

/** A version from a moment ago: as true as the newest, only that more has to be counted by row. */
export async function recentStatsVersion(clickhouse: ClickHouse): Promise<number> {
  const before = known.get(clickhouse);
  const asked = performance.now();
  if (before && asked - before.asked < REFRESH_STATS_EVERY_MS) return before.version;
  const version = await statsVersion(clickhouse);
  known.set(clickhouse, { version, asked });
  return version;
}

export interface StatsOptions {
  /** Causes whose durations do not count; `client_closed` alone where it is left out. */
  readonly uncounted?: readonly string[] | undefined;
  readonly stopped?: () => boolean;
}

/**
 * Recomputes every hour that got rows since the last time, day by day, so that a year of history
 * needs no more memory than a day. `clockMs` is the store's clock. Repeating it changes nothing.
 */
export async function refreshStats(
  clickhouse: ClickHouse,
  clockMs: number,
  { uncounted = [CLIENT_CLOSED], stopped = () => false }: StatsOptions = {},
): Promise<void> {
  const last = await statsVersion(clickhouse);
  const version = Math.max(clockMs, last + 1);
  const since = Math.max(0, Math.min(last, clockMs) - LATE_VISIBLE_AFTER_MS);
  const rows = await clickhouse.query(
    `SELECT DISTINCT toUnixTimestamp(toStartOfHour(Timestamp)) AS hour FROM api_requests
     WHERE ingested_at >= fromUnixTimestamp64Milli({since: Int64})`,
    { since },
    hourRow,
  );
  const days = Map.groupBy(rows, ({ hour }) => Math.floor(hour / DAY_S));
  const order = [...days].sort(([a], [b]) => a - b);
  for (const [index, [, touched]] of order.entries()) {
    if (stopped()) return;
    const hours = touched.map(({ hour }) => hour);
    const params = {
      hours,
      ...textsOf({ fromMs: Math.min(...hours) * 1000, toMs: (Math.max(...hours) + HOUR_S) * 1000 }),
      // Only the last one says that all are done; of equal versions the later row wins.
      version: index === order.length - 1 ? version : last,
    };
    // Latency first: the version of the other table says that both are done.
    await clickhouse.command(LATENCY, { ...params, uncounted: [...uncounted] }, { max_threads: 1 });
    await clickhouse.command(STATS, params, { max_threads: 1 });
  }
}

/** Keeps the statistics up to date beside the faster rollups. Returns what stops it. */
export function startStats(
  clickhouse: ClickHouse,
  log: Logger,
  uncounted: StatsOptions['uncounted'],
): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const run = async () => {
    try {
      const options = { uncounted, stopped: () => stopped };
      await refreshStats(clickhouse, await storeClock(clickhouse), options);
    } catch (err) {
      if (!stopped) log.warn({ err }, 'statistics are late, retrying');
    }
    next();
  };
  const next = () => {
    if (stopped) return;
    timer = setTimeout(() => {
      running = run();
    }, REFRESH_STATS_EVERY_MS);
  };
  next();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}

const TOUCHED = `FROM api_requests FINAL
  WHERE ${WITHIN}
    AND toUnixTimestamp(toStartOfHour(Timestamp)) IN {hours: Array(UInt32)}`;

const STATS = `INSERT INTO request_stats_1h
  (Bucket, ${STAT_DIMENSIONS}, Requests, Near, PeakUsed, FirstAt, LastAt, Version)
  SELECT toStartOfHour(Timestamp) AS Hour, ${STAT_DIMENSIONS}, count(), countIf(${IS_NEAR}),
    max(RateUsed), toDateTime(min(Timestamp)), toDateTime(max(Timestamp)), {version: UInt64}
  ${TOUCHED}
  GROUP BY Hour, ${STAT_DIMENSIONS}`;

const LATENCY = `INSERT INTO latency_10m (Bucket, Route, Bins, Version)
  SELECT Slot, Route, mapFromArrays(groupArray(Bin), groupArray(N)), {version: UInt64}
  FROM (
    SELECT toStartOfInterval(toDateTime(Timestamp), INTERVAL 10 MINUTE) AS Slot, Route,
      ${LATENCY_BIN} AS Bin, count() AS N
    ${TOUCHED} AND Cause NOT IN {uncounted: Array(String)}
    GROUP BY Slot, Route, Bin
  )
  GROUP BY Slot, Route`;
