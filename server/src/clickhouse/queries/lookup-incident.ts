import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { type TimeRange, WITHIN, whole } from './lookup-neighbours.ts';

const extent = z.object({
  errors: z.number(),
  orgs: z.number(),
  keys: z.number(),
  first_ms: z.number(),
  first_id: z.string(),
});

/** How far a fault of ours reached: by cause and type of the exception, on any route. */
export async function extentOfFault(
  clickhouse: ClickHouse,
  fault: {
    readonly codes: readonly string[];
    readonly cause: string;
    readonly exceptionType: string;
  },
  range: TimeRange,
): Promise<z.infer<typeof extent>> {
  const [row] = await clickhouse.query(
    `SELECT uniqExact(RequestId) AS errors, uniqExactIf(OrgId, OrgId != '') AS orgs,
       uniqExactIf(KeyId, KeyId != '') AS keys, toUnixTimestamp64Milli(min(Timestamp)) AS first_ms,
       argMin(RequestId, Timestamp) AS first_id
     FROM api_requests
     WHERE Code IN ({codes: Array(String)}) AND Cause = {cause: String} AND ExceptionType = {type: String}
       AND ${WITHIN}`,
    { codes: fault.codes, cause: fault.cause, type: fault.exceptionType, ...whole(range) },
    extent,
  );
  return row ?? { errors: 0, orgs: 0, keys: 0, first_ms: 0, first_id: '' };
}

const later = z.object({ passed: z.number(), failed: z.number(), passed_since: z.number() });

/**
 * Calls of any key on a route that passed, and those that met a fault of ours; `passed_since` counts
 * what passed after the last fault.
 */
export async function routeOutcomes(
  clickhouse: ClickHouse,
  call: { readonly method: string; readonly route: string; readonly faults: readonly string[] },
  range: TimeRange,
): Promise<z.infer<typeof later>> {
  const there = `FROM api_requests
     WHERE Route = {route: String} AND Method = {method: String} AND ${WITHIN}`;
  const [row] = await clickhouse.query(
    `WITH (SELECT maxIf(Timestamp, Code IN ({faults: Array(String)})) ${there}) AS last_fault
     SELECT uniqExactIf(RequestId, Code = '') AS passed,
       uniqExactIf(RequestId, Code IN ({faults: Array(String)})) AS failed,
       uniqExactIf(RequestId, Code = '' AND Timestamp > last_fault) AS passed_since
     ${there}`,
    { ...call, ...whole(range) },
    later,
  );
  return row ?? { passed: 0, failed: 0, passed_since: 0 };
}
