import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { andOf, type RouteAndOrg } from './route-and-org.ts';
import { textsOf, WITHIN } from './time-range.ts';

/** Failed requests of an alert; times are milliseconds. */
export interface SampleFilter extends RouteAndOrg {
  readonly codes: readonly string[];
  /** Causes that are left out. */
  readonly uncounted: readonly string[];
  readonly fromMs: number;
  readonly toMs: number;
}

/** The condition that picks the requests of `filter` out of `api_requests`, and its parameters. */
export function failuresOf(filter: SampleFilter) {
  const scope = andOf(filter);
  const where = `${WITHIN}
       AND Code IN {codes: Array(String)} AND Cause NOT IN {uncounted: Array(String)}
       ${scope.and}`;
  const params = {
    codes: [...filter.codes],
    uncounted: [...filter.uncounted],
    ...textsOf(filter),
    ...scope.params,
  };
  return { where, params };
}

const sampleRow = z.object({ id: z.string(), release: z.string(), org: z.string() });

/** The newest failed requests that an alert is about, at most `limit`. */
export function failedSamples(clickhouse: ClickHouse, filter: SampleFilter, limit: number) {
  const { where, params } = failuresOf(filter);
  return clickhouse.query(
    `SELECT RequestId AS id, Release AS release, OrgId AS org
     FROM api_requests
     WHERE ${where}
     ORDER BY toStartOfMinute(Timestamp) DESC, Timestamp DESC
     LIMIT 1 BY RequestId LIMIT {limit: UInt32}`,
    { ...params, limit },
    sampleRow,
  );
}
