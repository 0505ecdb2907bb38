import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { type BucketRange, rollupTable } from './error-rates.ts';
import { andOf, type RouteAndOrg } from './route-and-org.ts';

const COLUMN = { code: 'Code', route: 'Route', org: 'OrgId' } as const;
type SeriesKey = keyof typeof COLUMN;

const row = z.object({
  at: z.number(),
  key: z.string(),
  named: z.number(),
  requests: z.number(),
  errors: z.number(),
});

interface SeriesQuestion {
  readonly range: BucketRange;
  readonly by: SeriesKey;
  readonly scope: RouteAndOrg;
  readonly limit: number;
}

/**
 * Requests and errors by bucket and key, from the rollups. Codes are all named, of others the `limit`
 * with most requests; what is not named is summed up, with `named` 0.
 */
export function seriesRows(clickhouse: ClickHouse, { range, by, scope, limit }: SeriesQuestion) {
  const { and, params } = andOf(scope);
  const source = `FROM ${rollupTable(range.step)} FINAL
     WHERE Bucket >= toDateTime({from: UInt32}) AND Bucket < toDateTime({to: UInt32})
       ${and}`;
  // There are few codes: all of them are named, without a look for the largest.
  const named =
    by === 'code'
      ? '1'
      : `toString(${COLUMN[by]}) IN (
           SELECT toString(${COLUMN[by]}) AS name ${source}
           GROUP BY name ORDER BY sum(Requests) DESC, name LIMIT {limit: UInt32}
         )`;
  return clickhouse.query(
    `SELECT intDiv(toUnixTimestamp(Bucket), {step: UInt32}) * {step: UInt32} AS at,
       ${named} AS named,
       if(named, toString(${COLUMN[by]}), '') AS key,
       sum(Requests) AS requests, sumIf(Requests, Code != '') AS errors
     ${source}
     GROUP BY at, named, key ORDER BY at`,
    { ...range, ...params, limit },
    row,
  );
}
