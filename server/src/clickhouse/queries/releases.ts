import { HOUR_S } from '@request-desk/shared/durations';
import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { countedRequests } from './counted.ts';
import type { TimeRange } from './time-range.ts';

const row = z.object({
  release: z.string(),
  first: z.number(),
  last: z.number(),
  requests: z.number(),
  errors: z.number(),
  server_errors: z.number(),
});

const MAX_RELEASES = 50;

/** Releases that answered requests, the newest first; times in seconds. */
export async function releaseCounts(
  clickhouse: ClickHouse,
  range: TimeRange,
  uncounted: readonly string[],
) {
  const filter = { code: ['success', 'error'], uncounted };
  const source = await countedRequests(clickhouse, range, filter, HOUR_S);
  return clickhouse.query(
    `SELECT Release AS release, toUnixTimestamp(min(FirstAt)) AS first,
       toUnixTimestamp(max(LastAt)) AS last, sum(Requests) AS requests,
       sumIf(Requests, Code != '') AS errors, sumIf(Requests, Status >= 500) AS server_errors
     FROM ${source.sql}
     GROUP BY release ORDER BY first DESC, release DESC LIMIT ${MAX_RELEASES}`,
    source.params,
    row,
  );
}

const firstRow = z.object({ release: z.string(), first: z.number() });

/** When each of these releases was first seen at all, in seconds; newer ones may still be missing. */
export async function releasesFirstSeen(
  clickhouse: ClickHouse,
  releases: readonly string[],
): Promise<Map<string, number>> {
  const rows = await clickhouse.query(
    `SELECT Release AS release, toUnixTimestamp(min(FirstAt)) AS first
     FROM request_stats_1h WHERE Release IN {releases: Array(String)} GROUP BY release`,
    { releases: [...releases] },
    firstRow,
  );
  return new Map(rows.map(({ release, first }) => [release, first]));
}
