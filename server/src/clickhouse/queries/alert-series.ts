import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { rollupTable } from './error-rates.ts';

/** Whose requests, and which of them count as errors; seconds, whole buckets, `to` excluded. */
export interface SeriesFilter {
  readonly codes: readonly string[];
  /** Nothing: any. */
  readonly route?: string | undefined;
  readonly org?: string | undefined;
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

const pointRow = z.object({ at: z.number(), requests: z.number(), errors: z.number() });
export type PointRow = z.infer<typeof pointRow>;

/** Requests and errors by bucket, oldest first, without the buckets that had no request. */
export function alertSeries(clickhouse: ClickHouse, filter: SeriesFilter): Promise<PointRow[]> {
  const { codes, route, org, from, to, step } = filter;
  return clickhouse.query(
    `SELECT intDiv(toUnixTimestamp(Bucket), {step: UInt32}) * {step: UInt32} AS at,
       sum(Requests) AS requests, sumIf(Requests, Code IN {codes: Array(String)}) AS errors
     FROM ${rollupTable(step)} FINAL
     WHERE Bucket >= toDateTime({from: UInt32}) AND Bucket < toDateTime({to: UInt32})
       ${route === undefined ? '' : 'AND Route = {route: String}'}
       ${org === undefined ? '' : 'AND OrgId = {org: String}'}
     GROUP BY at ORDER BY at`,
    {
      ...{ codes: [...codes], from, to, step },
      ...(route === undefined ? {} : { route }),
      ...(org === undefined ? {} : { org }),
    },
    pointRow,
  );
}
