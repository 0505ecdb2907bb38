import { HOUR_S } from '@request-desk/shared/durations';
import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { countedRequests } from './counted.ts';
import type { TimeRange } from './time-range.ts';

const row = z.object({
  key_id: z.string(),
  key_prefix: z.string(),
  code: z.string(),
  requests: z.number(),
  last: z.number(),
});

const MAX_ROWS = 2_000;

/** One organisation's requests by key and code; `last` is the newest, in seconds. */
export async function keyCounts(
  clickhouse: ClickHouse,
  range: TimeRange,
  org: string,
  uncounted: readonly string[],
) {
  const filter = { org: [org], code: ['success', 'error'], uncounted };
  const source = await countedRequests(clickhouse, range, filter, HOUR_S);
  return clickhouse.query(
    `SELECT KeyId AS key_id, any(KeyPrefix) AS key_prefix, Code AS code,
       sum(Requests) AS requests, toUnixTimestamp(max(LastAt)) AS last
     FROM ${source.sql}
     GROUP BY key_id, code ORDER BY requests DESC, key_id, code LIMIT ${MAX_ROWS}`,
    source.params,
    row,
  );
}

const hit = z.object({ orgs: z.number(), keys: z.number() });

/** How many organisations and keys met `code`. */
export async function callersHit(
  clickhouse: ClickHouse,
  range: TimeRange,
  code: string,
  uncounted: readonly string[],
) {
  const source = await countedRequests(clickhouse, range, { code: [code], uncounted }, HOUR_S);
  const [found] = await clickhouse.query(
    `SELECT uniqExactIf(OrgId, OrgId != '') AS orgs, uniqExactIf(KeyId, KeyId != '') AS keys
     FROM ${source.sql}`,
    source.params,
    hit,
  );
  return found ?? { orgs: 0, keys: 0 };
}
