import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { failuresOf, type SampleFilter } from './alert-samples.ts';

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
  const { where, params } = failuresOf(filter);
  return clickhouse.query(
    `SELECT OrgId AS org, KeyId AS key_id, any(KeyPrefix) AS key_prefix, uniqExact(RequestId) AS errors,
       sum(errors) OVER (PARTITION BY org) AS org_errors,
       uniqExact(org) OVER () AS orgs, uniqExactIf(key_id, key_id != '') OVER () AS keys
     FROM api_requests
     WHERE ${where}
     GROUP BY org, key_id
     ORDER BY errors DESC, org, key_id
     LIMIT {limit: UInt32}`,
    { ...params, limit },
    affectedRow,
  );
}
