import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { timeText } from './millis.ts';
import { type TimeRange, textsOf, WITHIN } from './time-range.ts';

const reach = z.object({ errors: z.number(), orgs: z.number(), keys: z.number() });
const extent = reach.extend({
  first_ms: z.number(),
  first_id: z.string(),
  near_errors: z.number(),
  near_orgs: z.number(),
  near_keys: z.number(),
});

/** How many requests, organisations and keys met a fault. */
export type FaultReach = z.infer<typeof reach>;

/** A fault's reach before a request, with its first request there, and its reach around the request. */
export interface FaultExtent {
  readonly before: FaultReach & { readonly first_ms: number; readonly first_id: string };
  readonly around: FaultReach;
}

/**
 * How far a fault of ours reached: by cause and type of the exception, on any route. `around` begins
 * within `before` and ends after it, so that one statement reads both.
 */
export async function extentOfFault(
  clickhouse: ClickHouse,
  fault: {
    readonly codes: readonly string[];
    readonly cause: string;
    readonly exceptionType: string;
  },
  { before, around }: { readonly before: TimeRange; readonly around: TimeRange },
): Promise<FaultExtent> {
  const [row] = await clickhouse.query(
    `SELECT ${reachWhere('Timestamp < {before_to: String}', '')},
       toUnixTimestamp64Milli(minIf(Timestamp, Timestamp < {before_to: String})) AS first_ms,
       argMinIf(RequestId, Timestamp, Timestamp < {before_to: String}) AS first_id,
       ${reachWhere('Timestamp >= {around_from: String}', 'near_')}
     FROM api_requests
     PREWHERE Code IN ({codes: Array(String)}) AND Cause = {cause: String}
       AND ExceptionType = {type: String} AND ${WITHIN}`,
    {
      codes: fault.codes,
      cause: fault.cause,
      type: fault.exceptionType,
      before_to: timeText(Math.ceil(before.toMs)),
      around_from: timeText(Math.floor(around.fromMs)),
      ...textsOf({ fromMs: before.fromMs, toMs: around.toMs }),
    },
    extent,
  );
  if (row === undefined) return NOTHING;
  const { near_errors, near_orgs, near_keys, ...history } = row;
  return { before: history, around: { errors: near_errors, orgs: near_orgs, keys: near_keys } };
}

const NONE: FaultReach = { errors: 0, orgs: 0, keys: 0 };
const NOTHING: FaultExtent = { before: { ...NONE, first_ms: 0, first_id: '' }, around: NONE };

function reachWhere(condition: string, prefix: string): string {
  return `uniqExactIf(RequestId, ${condition}) AS ${prefix}errors,
    uniqExactIf(OrgId, ${condition} AND OrgId != '') AS ${prefix}orgs,
    uniqExactIf(KeyId, ${condition} AND KeyId != '') AS ${prefix}keys`;
}
