import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import type { SampleFilter } from './alert-samples.ts';

const affectedRow = z.object({
  org: z.string(),
  key_id: z.string(),
  key_prefix: z.string(),
  errors: z.number(),
  /** Of the organisation, over all its keys. */
  org_errors: z.number(),
  /** Of all that failed, however much is listed. */
  orgs: z.number(),
  keys: z.number(),
});
export type AffectedRow = z.infer<typeof affectedRow>;

/** Keys whose requests an alert is about, those with most failures first, at most `limit`. */
export function alertAffected(
  clickhouse: ClickHouse,
  filter: SampleFilter,
  limit: number,
): Promise<AffectedRow[]> {
  const { route, org } = filter;
  return clickhouse.query(
    `SELECT OrgId AS org, KeyId AS key_id, any(KeyPrefix) AS key_prefix, uniqExact(RequestId) AS errors,
       sum(errors) OVER (PARTITION BY org) AS org_errors,
       uniqExact(org) OVER () AS orgs, uniqExactIf(key_id, key_id != '') OVER () AS keys
     FROM api_requests
     WHERE toStartOfMinute(Timestamp) >= toStartOfMinute(fromUnixTimestamp64Milli({from: Int64}))
       AND Timestamp >= fromUnixTimestamp64Milli({from: Int64})
       AND Timestamp < fromUnixTimestamp64Milli({to: Int64})
       AND Code IN {codes: Array(String)} AND Cause NOT IN {uncounted: Array(String)}
       ${route === undefined ? '' : 'AND Route = {route: String}'}
       ${org === undefined ? '' : 'AND OrgId = {org: String}'}
     GROUP BY org, key_id
     ORDER BY errors DESC, org, key_id
     LIMIT {limit: UInt32}`,
    {
      codes: [...filter.codes],
      uncounted: [...filter.uncounted],
      from: Math.max(0, Math.trunc(filter.fromMs)),
      to: Math.max(0, Math.trunc(filter.toMs)),
      limit,
      ...(route === undefined ? {} : { route }),
      ...(org === undefined ? {} : { org }),
    },
    affectedRow,
  );
}
