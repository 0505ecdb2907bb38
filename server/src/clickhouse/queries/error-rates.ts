import { HOUR_S } from '@request-desk/shared/durations';
import { z } from 'zod';
import type { ClickHouse } from '../client.ts';

/** A stretch of whole buckets, in seconds since the epoch; `to` is excluded. */
export interface BucketRange {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

const bucketRow = z.object({ at: z.number(), code: z.string(), requests: z.number() });

/** The coarsest rollup whose buckets add up to `step` seconds. */
export function rollupTable(step: number): string {
  if (step % HOUR_S === 0) return 'error_rates_1h';
  return step % 60 === 0 ? 'error_rates_1m' : 'error_rates_10s';
}

/** Requests by bucket and code, without empty buckets; an empty code is a success. */
export function errorRates(clickhouse: ClickHouse, range: BucketRange) {
  return clickhouse.query(
    `SELECT intDiv(toUnixTimestamp(Bucket), {step: UInt32}) * {step: UInt32} AS at,
       Code AS code, sum(Requests) AS requests
     FROM ${rollupTable(range.step)} FINAL
     WHERE Bucket >= toDateTime({from: UInt32}) AND Bucket < toDateTime({to: UInt32})
     GROUP BY at, code ORDER BY at, code`,
    { ...range },
    bucketRow,
  );
}

const total = z.object({ requests: z.number() });

/** Requests answered between two whole minutes, in seconds. */
export async function requestsBetween(
  clickhouse: ClickHouse,
  from: number,
  to: number,
): Promise<number> {
  const [row] = await clickhouse.query(
    `SELECT sum(Requests) AS requests FROM error_rates_1m FINAL
     WHERE Bucket >= toDateTime({from: UInt32}) AND Bucket < toDateTime({to: UInt32})`,
    { from, to },
    total,
  );
  return row?.requests ?? 0;
}
