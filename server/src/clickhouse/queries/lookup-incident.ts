import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { type TimeRange, textsOf, WITHIN } from './time-range.ts';

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
    { codes: fault.codes, cause: fault.cause, type: fault.exceptionType, ...textsOf(range) },
    extent,
  );
  return row ?? { errors: 0, orgs: 0, keys: 0, first_ms: 0, first_id: '' };
}
