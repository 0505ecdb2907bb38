import type { RequestRow } from '@request-desk/shared/dossier';
import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { REQUEST_COLUMNS, requestRowOf } from './request-row.ts';
import { type TimeRange, textsOf, WITHIN } from './time-range.ts';

/** The newest call of a key on a route that was answered with success, before `range.to`. */
export async function lastAccepted(
  clickhouse: ClickHouse,
  call: { readonly keyId: string; readonly method: string; readonly route: string },
  range: TimeRange,
): Promise<RequestRow | undefined> {
  const [row] = await clickhouse.query(
    `SELECT ${REQUEST_COLUMNS} FROM api_requests
     PREWHERE KeyId = {key: String} AND Route = {route: String} AND Method = {method: String}
       AND Code = '' AND Cause = '' AND ${WITHIN}
     ORDER BY toStartOfMinute(Timestamp) DESC, Timestamp DESC, RequestId DESC LIMIT 1`,
    { key: call.keyId, route: call.route, method: call.method, ...textsOf(range) },
    requestRowOf,
  );
  return row;
}

const repeated = z.object({ times: z.number(), first_ms: z.number(), first_id: z.string() });

/** How often a key broke the same rule of the same field, and when first. */
export async function sameFault(
  clickhouse: ClickHouse,
  fault: { readonly keyId: string; readonly cause: string; field: string; rule: string },
  range: TimeRange,
): Promise<z.infer<typeof repeated>> {
  const [row] = await clickhouse.query(
    `SELECT uniqExact(RequestId) AS times, toUnixTimestamp64Milli(min(Timestamp)) AS first_ms,
       argMin(RequestId, Timestamp) AS first_id
     FROM api_requests
     PREWHERE KeyId = {key: String} AND Cause = {cause: String} AND Field = {field: String}
       AND Rule = {rule: String} AND Code != '' AND ${WITHIN}`,
    { ...fault, key: fault.keyId, ...textsOf(range) },
    repeated,
  );
  return row ?? { times: 0, first_ms: 0, first_id: '' };
}

/** How often a key met a code, and when first. */
export async function sameCode(
  clickhouse: ClickHouse,
  met: { readonly keyId: string; readonly code: string },
  range: TimeRange,
): Promise<z.infer<typeof repeated>> {
  const [row] = await clickhouse.query(
    `SELECT uniqExact(RequestId) AS times, toUnixTimestamp64Milli(min(Timestamp)) AS first_ms,
       argMin(RequestId, Timestamp) AS first_id
     FROM api_requests PREWHERE KeyId = {key: String} AND Code = {code: String} AND ${WITHIN}`,
    { key: met.keyId, code: met.code, ...textsOf(range) },
    repeated,
  );
  return row ?? { times: 0, first_ms: 0, first_id: '' };
}
