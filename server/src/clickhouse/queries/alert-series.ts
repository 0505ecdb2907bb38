import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { rollupTable } from './error-rates.ts';
import { andOf, type RouteAndOrg } from './route-and-org.ts';

/** Whose requests, and which of them count as errors; seconds, whole buckets, `to` excluded. */
export interface SeriesFilter extends RouteAndOrg {
  readonly codes: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

const pointRow = z.object({ at: z.number(), requests: z.number(), errors: z.number() });
export type PointRow = z.infer<typeof pointRow>;

/** Requests and errors by bucket, oldest first, without the buckets that had no request. */
export function alertSeries(clickhouse: ClickHouse, filter: SeriesFilter): Promise<PointRow[]> {
  const { codes, from, to, step } = filter;
  const scope = andOf(filter);
  return clickhouse.query(
    `SELECT intDiv(toUnixTimestamp(Bucket), {step: UInt32}) * {step: UInt32} AS at,
       sum(Requests) AS requests, sumIf(Requests, Code IN {codes: Array(String)}) AS errors
     FROM ${rollupTable(step)} FINAL
     WHERE Bucket >= toDateTime({from: UInt32}) AND Bucket < toDateTime({to: UInt32})
       ${scope.and}
     GROUP BY at ORDER BY at`,
    {
      codes: [...codes],
      from,
      to,
      step,
      ...scope.params,
    },
    pointRow,
  );
}

/** Each org or route by itself, as far as it has errors enough. */
export interface EachFilter extends SeriesFilter {
  readonly by: 'org' | 'route';
  /** So many errors within the range, or it is left out. */
  readonly least: number;
  /** Of more, those with most errors. */
  readonly most: number;
  /** Wanted in any case. */
  readonly always: readonly string[];
}

const namedPoint = pointRow.extend({ name: z.string() });
const NAME = { org: 'OrgId', route: 'Route' } as const;

/** Requests and errors by bucket of each org or route that a rule is about. */
export function alertSeriesOfEach(clickhouse: ClickHouse, filter: EachFilter) {
  const { codes, from, to, step, by, least, most, always } = filter;
  const scope = andOf(filter);
  const name = NAME[by];
  const within = `Bucket >= toDateTime({from: UInt32}) AND Bucket < toDateTime({to: UInt32})
       ${scope.and}`;
  return clickhouse.query(
    `SELECT ${name} AS name, intDiv(toUnixTimestamp(Bucket), {step: UInt32}) * {step: UInt32} AS at,
       sum(Requests) AS requests, sumIf(Requests, Code IN {codes: Array(String)}) AS errors
     FROM ${rollupTable(step)} FINAL
     WHERE ${within} AND (${name} IN {always: Array(String)} OR ${name} IN (
       SELECT ${name} FROM ${rollupTable(step)} FINAL
       WHERE ${within} AND Code IN {codes: Array(String)}
       GROUP BY ${name} HAVING sum(Requests) >= {least: UInt32}
       ORDER BY sum(Requests) DESC LIMIT {most: UInt32}))
     GROUP BY name, at ORDER BY name, at`,
    {
      codes: [...codes],
      from,
      to,
      step,
      least,
      most,
      always: [...always],
      ...scope.params,
    },
    namedPoint,
  );
}
