import { CLIENT_CLOSED } from '@request-desk/shared/client-closed';
import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { type TimeRange, textsOf, WITHIN } from './time-range.ts';

const outcome = z.object({ attempts: z.number(), passed_ms: z.number().nullable() });

/** Calls of a key on a route; with fingerprints only those that were the same. */
interface RepeatedCall {
  readonly keyId: string;
  readonly method: string;
  readonly route: string;
  readonly same?: { readonly target: string; readonly content: string };
}

/**
 * Calls of a key on a route up to the first that passed, and when that was; all calls of the range
 * when none passed.
 */
export async function retryOutcome(
  clickhouse: ClickHouse,
  call: RepeatedCall,
  range: TimeRange,
): Promise<z.infer<typeof outcome>> {
  const { same } = call;
  const there = `FROM api_requests
     WHERE KeyId = {key: String} AND Route = {route: String} AND Method = {method: String}
       AND Cause != '${CLIENT_CLOSED}' AND ${WITHIN}
       ${same ? 'AND CallTarget = {target: String} AND CallContent = {content: String}' : ''}`;
  const [row] = await clickhouse.query(
    `WITH (SELECT minOrNullIf(Timestamp, Code = '') ${there}) AS passed_at
     SELECT uniqExactIf(RequestId, passed_at IS NULL OR Timestamp <= passed_at) AS attempts,
       toUnixTimestamp64Milli(passed_at) AS passed_ms
     ${there}`,
    { key: call.keyId, route: call.route, method: call.method, ...same, ...textsOf(range) },
    outcome,
  );
  return row ?? { attempts: 0, passed_ms: null };
}
