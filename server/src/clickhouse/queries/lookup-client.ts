import type { RequestRow } from '@request-desk/shared/dossier';
import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { REQUEST_COLUMNS, requestRowOf } from './request-row.ts';
import { type TimeRange, textsOf, WITHIN } from './time-range.ts';

/** Calls from one address by one client program that came with a working key, newest first. */
export function authenticatedCalls(
  clickhouse: ClickHouse,
  client: {
    readonly address: string;
    readonly userAgent: string;
    /** Codes of failed authentications. */
    readonly not: readonly string[];
  },
  range: TimeRange,
  limit: number,
): Promise<RequestRow[]> {
  return clickhouse.query(
    `SELECT ${REQUEST_COLUMNS} FROM api_requests
     WHERE ClientAddress = {address: String} AND UserAgent = {agent: String} AND KeyId != ''
       AND Code NOT IN ({failed: Array(String)}) AND ${WITHIN}
     ORDER BY toStartOfMinute(Timestamp) DESC, Timestamp DESC, RequestId DESC
     LIMIT 1 BY RequestId LIMIT {limit: UInt32}`,
    {
      address: client.address,
      agent: client.userAgent,
      failed: client.not,
      ...textsOf(range),
      limit,
    },
    requestRowOf,
  );
}

const failures = z.object({ failures: z.number(), prefixes: z.number(), first_ms: z.number() });

/** Failed authentications from one address. */
export async function failedAuthentications(
  clickhouse: ClickHouse,
  sought: {
    readonly address: string;
    readonly codes: readonly string[];
    readonly causes: readonly string[];
  },
  range: TimeRange,
): Promise<z.infer<typeof failures>> {
  const [row] = await clickhouse.query(
    `SELECT uniqExact(RequestId) AS failures, uniqExactIf(KeyPrefix, KeyPrefix != '') AS prefixes,
       toUnixTimestamp64Milli(min(Timestamp)) AS first_ms
     FROM api_requests
     WHERE ClientAddress = {address: String} AND ${WITHIN}
       AND (Code IN ({codes: Array(String)}) OR Cause IN ({causes: Array(String)}))`,
    { ...sought, ...textsOf(range) },
    failures,
  );
  return row ?? { failures: 0, prefixes: 0, first_ms: 0 };
}
