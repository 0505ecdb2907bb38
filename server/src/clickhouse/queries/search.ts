import { HOUR_MS } from '@request-desk/shared/durations';
import type { ExploreRow } from '@request-desk/shared/explore-api';
import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { EXPLORE_COLUMNS, exploreRowOf } from './explore-columns.ts';
import { type CountedFilter, conditionsOf } from './filter.ts';
import type { TimeRange } from './time-range.ts';
import { textsOf, WITHIN } from './time-range.ts';

/** The place of a row in the order of time; `ns` since the epoch, in decimal. */
export interface RowPosition {
  readonly ns: string;
  readonly id: string;
}

const PLACED_COLUMNS = `${EXPLORE_COLUMNS}, toString(toUnixTimestamp64Nano(Timestamp)) AS ns`;
const placedRow = exploreRowOf.extend({ ns: z.string() });

interface Found {
  readonly row: ExploreRow;
  readonly place: RowPosition;
}

/** How far back the first look goes; then a day, then 24 days, then everything. */
const FIRST_LOOK_MS = HOUR_MS;

interface Search {
  readonly range: TimeRange;
  readonly filter: CountedFilter;
  /** Where the page before ended. */
  readonly before?: RowPosition | undefined;
  readonly limit: number;
}

/**
 * Rows of `range` that pass `filter`, newest first, from below `before` on. Looks back in growing
 * steps, so that what happened lately is found without opening a month.
 */
export async function searchRequests(
  clickhouse: ClickHouse,
  { range, filter, before, limit }: Search,
): Promise<Found[]> {
  const found: Found[] = [];
  // The next millisecond: the one of the last row may hold more rows.
  let toMs = before ? Math.min(range.toMs, Number(BigInt(before.ns) / 1_000_000n) + 1) : range.toMs;
  for (let lookMs = FIRST_LOOK_MS; found.length < limit && toMs > range.fromMs; lookMs *= 24) {
    const look = { fromMs: Math.max(range.fromMs, toMs - lookMs), toMs };
    found.push(
      ...(await searchWithin(clickhouse, {
        range: look,
        filter,
        before,
        limit: limit - found.length,
      })),
    );
    toMs = look.fromMs;
  }
  return found;
}

async function searchWithin(
  clickhouse: ClickHouse,
  { range, filter, before, limit }: Search,
): Promise<Found[]> {
  const { sql, params } = conditionsOf(filter);
  const beyond = before
    ? 'AND (toUnixTimestamp64Nano(Timestamp), RequestId) < ({ns: Int64}, {id: String})'
    : '';
  const rows = await clickhouse.query(
    `SELECT ${PLACED_COLUMNS}
     FROM api_requests
     WHERE ${WITHIN} ${beyond} AND ${sql}
     ORDER BY toStartOfMinute(Timestamp) DESC, Timestamp DESC, RequestId DESC
     LIMIT 1 BY RequestId
     LIMIT {limit: UInt32}`,
    {
      ...params,
      limit,
      ...(before ?? {}),
      ...textsOf(range),
    },
    placedRow,
  );
  return rows.map(({ ns, ...row }) => ({ row, place: { ns, id: row.request_id } }));
}

const arrivedRow = placedRow.extend({ arrived: z.number() });

/** A row with the time when the store took it, in milliseconds. */
export interface Arrived {
  readonly row: ExploreRow;
  readonly arrivedMs: number;
}

/** A backfill is no news: only requests of the last quarter of an hour. */
const ARRIVED = `ingested_at >= fromUnixTimestamp64Milli({since: Int64})
       AND Timestamp >= fromUnixTimestamp64Milli({since: Int64}) - INTERVAL 15 MINUTE`;

/**
 * Rows that the store took since `sinceMs` (its own clock), oldest first, at most `limit` of the
 * newest.
 */
export async function arrivedSince(
  clickhouse: ClickHouse,
  sinceMs: number,
  filter: CountedFilter,
  limit: number,
): Promise<Arrived[]> {
  const { sql, params } = conditionsOf(filter);
  const rows = await clickhouse.query(
    `SELECT ${PLACED_COLUMNS}, toUnixTimestamp64Milli(ingested_at) AS arrived
     FROM api_requests
     WHERE ${ARRIVED} AND ${sql}
     ORDER BY toStartOfMinute(Timestamp) DESC, Timestamp DESC, RequestId DESC
     LIMIT 1 BY RequestId
     LIMIT {limit: UInt32}`,
    { ...params, since: sinceMs, limit },
    arrivedRow,
  );
  return rows.reverse().map(({ ns: _, arrived, ...row }) => ({ row, arrivedMs: arrived }));
}

const arrivedId = z.object({ id: z.string(), arrived: z.number() });
const MAX_IDS = 200_000;

/** Ids of all that `arrivedSince` has without a limit, with the time in milliseconds. */
export async function idsArrivedSince(
  clickhouse: ClickHouse,
  sinceMs: number,
  filter: CountedFilter,
): Promise<Map<string, number>> {
  const { sql, params } = conditionsOf(filter);
  const rows = await clickhouse.query(
    `SELECT RequestId AS id, toUnixTimestamp64Milli(max(ingested_at)) AS arrived
     FROM api_requests
     WHERE ${ARRIVED} AND ${sql}
     GROUP BY RequestId LIMIT {limit: UInt32}`,
    { ...params, since: sinceMs, limit: MAX_IDS },
    arrivedId,
  );
  return new Map(rows.map(({ id, arrived }) => [id, arrived]));
}
