import { HOUR_S } from '@request-desk/shared/durations';
import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { countedRequests } from './counted.ts';
import type { TimeRange } from './time-range.ts';

const row = z.object({
  org: z.string(),
  key_id: z.string(),
  key_prefix: z.string(),
  window: z.string(),
  limit: z.number(),
  peak_used: z.number(),
  requests: z.number(),
  near: z.number(),
  refused: z.number(),
});

/** How close keys came to their limits, those who were refused first. */
export async function limitUse(
  clickhouse: ClickHouse,
  range: TimeRange,
  limitCodes: readonly string[],
  { org, limit }: { readonly org?: string | undefined; readonly limit: number },
) {
  const filter = { code: ['success' as const, 'error' as const], ...(org ? { org: [org] } : {}) };
  const source = await countedRequests(clickhouse, range, filter, HOUR_S);
  return clickhouse.query(
    `SELECT OrgId AS org, KeyId AS key_id, any(KeyPrefix) AS key_prefix, RateWindow AS window,
       max(RateLimit) AS limit, max(least(PeakUsed, RateLimit)) AS peak_used,
       sum(Requests) AS requests, sum(Near) AS near,
       sumIf(Requests, Code IN ({limitCodes: Array(String)})) AS refused
     FROM ${source.sql}
     WHERE KeyId != '' AND RateLimit > 0
     GROUP BY org, key_id, window
     ORDER BY refused DESC, near DESC, peak_used / limit DESC, key_id, window
     LIMIT {count: UInt32}`,
    { ...source.params, count: limit, limitCodes },
    row,
  );
}
