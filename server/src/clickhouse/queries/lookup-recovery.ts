import { DAY_S } from '@request-desk/shared/durations';
import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { type TimeRange, textsOfNumbered, withinOf } from './time-range.ts';

/** Calls of one method and route in ten seconds, from `at_ms` on; without those that were refused. */
const routeStep = z.object({
  at_ms: z.number(),
  passed: z.number(),
  failed: z.number(),
  own_failed: z.number(),
});
export type RouteStep = z.infer<typeof routeStep>;

/** How long a step is, milliseconds. */
export const STEP_MS = 10_000;

/** Which calls are counted: `faults` are the codes of failures, `org` whose count as its own. */
interface CountedCalls {
  readonly method: string;
  readonly route: string;
  readonly org: string;
  readonly faults: readonly string[];
  /** Causes that no rate counts. */
  readonly uncounted: readonly string[];
}

/** The calls of two stretches of time in steps that begin at `anchor`, the oldest first. */
export function routeSteps(
  clickhouse: ClickHouse,
  calls: CountedCalls,
  anchor: number,
  stretches: readonly [TimeRange, TimeRange],
): Promise<RouteStep[]> {
  const [first, second] = stretches;
  return clickhouse.query(
    `SELECT {anchor: Int64} + toInt64(floor((toUnixTimestamp64Milli(Timestamp) - {anchor: Int64}) / ${STEP_MS})) * ${STEP_MS} AS at_ms,
       uniqExactIf(RequestId, Code = '') AS passed,
       uniqExactIf(RequestId, Code IN ({faults: Array(String)})) AS failed,
       uniqExactIf(RequestId, Code IN ({faults: Array(String)}) AND OrgId = {org: String}) AS own_failed
     FROM api_requests
     PREWHERE Route = {route: String} AND Method = {method: String}
       AND Cause NOT IN {uncounted: Array(String)}
       AND ((${withinOf(1)}) OR (${withinOf(2)}))
     GROUP BY at_ms HAVING passed + failed > 0 ORDER BY at_ms`,
    {
      ...calls,
      anchor: Math.floor(anchor),
      ...textsOfNumbered(1, first),
      ...textsOfNumbered(2, second),
    },
    routeStep,
  );
}

const usual = z.object({ ratio: z.number().nullable() });

/**
 * The share of calls of a route that usually fails: the median of the hours of a week before `to`
 * (seconds), so that outages in it do not count. 0 where too little was called.
 */
export async function usualFailureRatio(
  clickhouse: ClickHouse,
  { route, faults }: Pick<CountedCalls, 'route' | 'faults'>,
  to: number,
): Promise<number> {
  const [row] = await clickhouse.query(
    `SELECT quantileExactOrNull(0.5)(failed / (passed + failed)) AS ratio FROM (
       SELECT Bucket, sumIf(Requests, Code = '') AS passed,
         sumIf(Requests, Code IN ({faults: Array(String)})) AS failed
       FROM error_rates_1h FINAL
       WHERE Bucket >= {from: UInt32} AND Bucket < {to: UInt32}
         AND Route = {route: String}
       GROUP BY Bucket HAVING passed + failed >= 20
     )`,
    { route, faults, from: to - 7 * DAY_S, to },
    usual,
  );
  return row?.ratio ?? 0;
}
