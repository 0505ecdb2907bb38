import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { textsOf, WITHIN } from './time-range.ts';

/** Failed requests of an alert; an absent route or org means any, times are milliseconds. */
export interface SampleFilter {
  readonly codes: readonly string[];
  /** Causes that are left out. */
  readonly uncounted: readonly string[];
  readonly route?: string | undefined;
  readonly org?: string | undefined;
  readonly fromMs: number;
  readonly toMs: number;
}

/** The condition that picks the requests of `filter` out of `api_requests`, and its parameters. */
export function failuresOf({ route, org, ...filter }: SampleFilter) {
  const where = `${WITHIN}
       AND Code IN {codes: Array(String)} AND Cause NOT IN {uncounted: Array(String)}
       ${route === undefined ? '' : 'AND Route = {route: String}'}
       ${org === undefined ? '' : 'AND OrgId = {org: String}'}`;
  const params = {
    codes: [...filter.codes],
    uncounted: [...filter.uncounted],
    ...textsOf(filter),
    ...(route === undefined ? {} : { route }),
    ...(org === undefined ? {} : { org }),
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
