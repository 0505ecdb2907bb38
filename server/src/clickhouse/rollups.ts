import { CLIENT_CLOSED } from '@request-desk/shared/client-closed';
import { HOUR_MS, HOUR_S, MINUTE_MS } from '@request-desk/shared/durations';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { ClickHouse } from './client.ts';
import { startStats } from './stats.ts';
import { clockAndArrivals } from './store-clock.ts';
import { LATE_VISIBLE_AFTER_MS, VISIBLE_AFTER_MS } from './visible-after.ts';

const LONG_EVERY_MS = MINUTE_MS;
/** What another process recomputed, it goes on to recompute, unless that is so many intervals ago. */
const ANOTHERS_TURNS = 2;

const COARSER = [
  { table: 'error_rates_1m', step: 60 },
  { table: 'error_rates_1h', step: HOUR_S },
] as const;

/** A loop that was away for longer has more to do than fits into one statement. */
const LONG_AGO_MS = 6 * HOUR_MS;

const dayRow = z.object({ day: z.string() });
const milliseconds = z.object({ ms: z.number() });

export interface Rollups {
  /** Recomputes every bucket touched since the last tick; repeating it changes nothing. */
  tick(): Promise<void>;
  stop(): Promise<void>;
}

export interface RollupOptions {
  readonly now: () => number;
  readonly intervalMs: number;
  readonly log: Logger;
  /** Causes that are not counted; `client_closed` alone where it is left out. */
  readonly uncounted?: readonly string[] | undefined;
}

/**
 * Starts the loop that keeps `error_rates_*` equal to deduplicated `api_requests`. Of several processes on one
 * server one recomputes at a time, and another as soon as that one no longer does.
 */
export async function startRollups(
  clickhouse: ClickHouse,
  options: RollupOptions,
): Promise<Rollups> {
  const { uncounted = [CLIENT_CLOSED] } = options;
  let version = await lastVersion(clickhouse);
  /** The last version of this process. */
  let own = 0;
  let watermarkMs = version;
  let longAt = 0;
  let running: Promise<void> | undefined;
  /** What the store had written when a look found nothing new. */
  let quietSince: number | undefined;

  /** `yields` where another process may have done it. */
  async function run(yields: boolean): Promise<void> {
    const { written } = clickhouse;
    if (written !== undefined && written === quietSince && options.now() < longAt) return;
    quietSince = undefined;
    // The clock may have been put back.
    const { clockMs, rows } = await clockAndArrivals(clickhouse, lookedBackTo(VISIBLE_AFTER_MS));
    const long = options.now() >= longAt || clockMs < watermarkMs;
    if (rows === 0 && !long) {
      watermarkMs = clockMs;
      quietSince = written;
      return;
    }
    if (yields && !long && (await isAnothersTurn(clockMs))) return;
    const since = lookedBackTo(long ? LATE_VISIBLE_AFTER_MS : VISIBLE_AFTER_MS, clockMs);
    version = Math.max(clockMs, version + 1);
    own = version;
    await recompute(clickhouse, { since, version, uncounted }, clockMs);
    for (const { table, step } of COARSER) await coarsen(clickhouse, table, step, version);
    watermarkMs = clockMs;
    if (long) longAt = options.now() + LONG_EVERY_MS;
  }

  function lookedBackTo(visibleAfterMs: number, clockMs = watermarkMs): number {
    return Math.max(0, Math.min(watermarkMs, clockMs) - visibleAfterMs);
  }

  /** Whether another process just recomputed: all that came before that is done. */
  async function isAnothersTurn(clockMs: number): Promise<boolean> {
    if (clickhouse.embedded) return false;
    const latest = await lastRecomputed(clickhouse);
    if (latest <= own) return false;
    version = Math.max(version, latest);
    // The clock may have been put back.
    if (latest > clockMs) return false;
    watermarkMs = Math.max(watermarkMs, latest);
    return clockMs - latest < options.intervalMs * ANOTHERS_TURNS;
  }

  function tick(yields = false): Promise<void> {
    running ??= run(yields).finally(() => {
      running = undefined;
    });
    return running;
  }

  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const next = (took: number) => {
    if (!stopped) timer = setTimeout(turn, Math.max(0, options.intervalMs - took));
  };
  async function turn(): Promise<void> {
    const began = performance.now();
    try {
      await tick(true);
    } catch (err) {
      options.log.warn({ err }, 'rollups are late, retrying');
    }
    next(performance.now() - began);
  }
  next(0);

  const stopStats = startStats(clickhouse, options.log, uncounted);

  return {
    tick: () => tick(),
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await stopStats();
      await running?.catch(() => undefined);
    },
  };
}

/** The time of the newest recomputation, recorded in the tables themselves, in milliseconds; 0 for none. */
async function lastVersion(clickhouse: ClickHouse): Promise<number> {
  const sql = 'SELECT max(Version) AS ms FROM error_rates_1h';
  return (await clickhouse.query(sql, {}, milliseconds))[0]?.ms ?? 0;
}

/**
 * When some process last recomputed requests of the last hour, in milliseconds; 0 for never. The hours are
 * written last: what says so is whole.
 */
async function lastRecomputed(clickhouse: ClickHouse): Promise<number> {
  const sql = `SELECT max(Version) AS ms FROM error_rates_1h
    WHERE Bucket >= toStartOfHour(now()) - INTERVAL 1 HOUR`;
  return (await clickhouse.query(sql, {}, milliseconds))[0]?.ms ?? 0;
}

/** All that was touched lately at once; after a long time day by day, to need no more memory. */
interface Recomputed {
  /** In milliseconds since 1970, by the store's clock. */
  readonly since: number;
  readonly version: number;
  readonly uncounted: readonly string[];
}

async function recompute(clickhouse: ClickHouse, what: Recomputed, clockMs: number) {
  const { since } = what;
  if (clockMs - since <= LONG_AGO_MS) return await recomputeDay(clickhouse, what, '');
  const days = await clickhouse.query(
    `SELECT DISTINCT toString(toDate(Timestamp)) AS day FROM api_requests
     WHERE ingested_at >= fromUnixTimestamp64Milli({since: Int64}) ORDER BY day`,
    { since },
    dayRow,
  );
  for (const { day } of days) await recomputeDay(clickhouse, what, day);
}

async function recomputeDay(
  clickhouse: ClickHouse,
  { since, version, uncounted }: Recomputed,
  day: string,
) {
  const within = day === '' ? '' : 'AND toDate(Timestamp) = {day: Date}';
  await clickhouse.command(
    `INSERT INTO error_rates_10s (Bucket, Code, Status, Route, OrgId, Requests, Version)
     WITH touched AS (
       SELECT DISTINCT toStartOfInterval(toDateTime(Timestamp), INTERVAL 10 SECOND) AS bucket
       FROM api_requests
       WHERE ingested_at >= fromUnixTimestamp64Milli({since: Int64}) ${within}
     )
     SELECT toStartOfInterval(toDateTime(Timestamp), INTERVAL 10 SECOND) AS Bucket,
       Code, Status, Route, OrgId, uniqExact(RequestId) AS Requests, {version: UInt64}
     FROM api_requests
     WHERE Cause NOT IN {uncounted: Array(String)} ${within}
       AND toStartOfMinute(Timestamp) IN (SELECT DISTINCT toStartOfMinute(bucket) FROM touched)
       AND Bucket IN (SELECT bucket FROM touched)
     GROUP BY Bucket, Code, Status, Route, OrgId`,
    { since, version, uncounted: [...uncounted], ...(day === '' ? {} : { day }) },
    { max_threads: 1 },
  );
}

/** Recomputes the coarser buckets that hold a 10-second bucket of this very version. */
async function coarsen(clickhouse: ClickHouse, table: string, step: number, version: number) {
  const bucket = `toStartOfInterval(Bucket, INTERVAL ${step} SECOND)`;
  await clickhouse.command(
    `INSERT INTO ${table} (Bucket, Code, Status, Route, OrgId, Requests, Version)
     WITH touched AS (
       SELECT DISTINCT ${bucket} AS b FROM error_rates_10s WHERE Version = {version: UInt64}
     )
     SELECT ${bucket} AS B, Code, Status, Route, OrgId, sum(Requests), {version: UInt64}
     FROM error_rates_10s FINAL
     WHERE Bucket >= (SELECT min(b) FROM touched)
       AND Bucket < (SELECT max(b) FROM touched) + INTERVAL ${step} SECOND
       AND ${bucket} IN (SELECT b FROM touched)
     GROUP BY B, Code, Status, Route, OrgId`,
    { version },
    { max_threads: 1 },
  );
}
