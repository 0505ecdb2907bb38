import { HOUR_S } from '@request-desk/shared/durations';
import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { countedRequests } from './counted.ts';
import type { TimeRange } from './time-range.ts';

const row = z.object({
  org: z.string(),
  key_id: z.string(),
  key_prefix: z.string(),
  count: z.number(),
  requests: z.number(),
  total: z.number(),
});

interface TopQuestion {
  readonly range: TimeRange;
  readonly code: string;
  readonly by: 'org' | 'key';
  readonly limit: number;
  readonly uncounted: readonly string[];
}

/** Who meets `code` most; `total` counts everyone's. */
export async function topCallers(
  clickhouse: ClickHouse,
  { range, code, by, limit, uncounted }: TopQuestion,
) {
  const filter = { code: ['success', 'error'], uncounted };
  const source = await countedRequests(clickhouse, range, filter, HOUR_S);
  const [key, prefix] = by === 'key' ? ['KeyId', 'any(KeyPrefix)'] : ["''", "''"];
  return clickhouse.query(
    `SELECT OrgId AS org, ${key} AS key_id, ${prefix} AS key_prefix,
       sumIf(Requests, Code = {topCode: String}) AS count, sum(Requests) AS requests,
       sum(count) OVER () AS total
     FROM ${source.sql}
     GROUP BY org, key_id HAVING count > 0
     ORDER BY count DESC, org, key_id
     LIMIT {limit: UInt32}`,
    { ...source.params, topCode: code, limit },
    row,
  );
}
