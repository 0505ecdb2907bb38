import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { countedRequests, type TimeRange } from './counted.ts';

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
export async function releaseCounts(clickhouse: ClickHouse, range: TimeRange) {
  const source = await countedRequests(clickhouse, range, { code: ['success', 'error'] }, 3600);
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
