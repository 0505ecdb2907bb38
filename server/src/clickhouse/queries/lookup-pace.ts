import { MINUTE_MS } from '@request-desk/shared/durations';
import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { type TimeRange, textsOf, WITHIN } from './time-range.ts';

const second = z.object({ at_ms: z.number(), accepted: z.number(), refused: z.number() });

/** A key, and the codes that say that it is over a limit. */
interface KeyLimited {
  readonly keyId: string;
  readonly limitCodes: readonly string[];
}

/** Requests of a key in one step of time, those that the limit let through and those it did not. */
export type PaceStep = z.infer<typeof second>;

/** The key's pace in steps of `stepMs`; steps without requests are left out. */
export function paceOfKey(
  clickhouse: ClickHouse,
  key: KeyLimited,
  range: TimeRange,
  stepMs: number,
): Promise<PaceStep[]> {
  return clickhouse.query(
    `SELECT intDiv(toUnixTimestamp64Milli(Timestamp), {step: Int64}) * {step: Int64} AS at_ms,
       uniqExactIf(RequestId, Code NOT IN ({limit: Array(String)})) AS accepted,
       uniqExactIf(RequestId, Code IN ({limit: Array(String)})) AS refused
     FROM api_requests PREWHERE KeyId = {key: String} AND ${WITHIN}
     GROUP BY at_ms ORDER BY at_ms`,
    { key: key.keyId, limit: key.limitCodes, ...textsOf(range), step: stepMs },
    second,
  );
}

const LONGEST_CALL_MS = MINUTE_MS;

/** Requests of a key that came in a stretch of time, its end included: a limiter counts when they come. */
export async function requestsReceivedOfKey(
  clickhouse: ClickHouse,
  key: KeyLimited,
  { fromMs, toMs }: TimeRange,
): Promise<Pick<PaceStep, 'accepted' | 'refused'>> {
  const [row] = await clickhouse.query(
    `SELECT 0 AS at_ms, uniqExactIf(RequestId, Code NOT IN ({limit: Array(String)})) AS accepted,
       uniqExactIf(RequestId, Code IN ({limit: Array(String)})) AS refused
     FROM api_requests PREWHERE KeyId = {key: String} AND ${WITHIN}
     WHERE toUnixTimestamp64Micro(Timestamp) / 1000 - DurationMs > {after: Float64}
       AND toUnixTimestamp64Micro(Timestamp) / 1000 - DurationMs <= {until: Float64}`,
    {
      key: key.keyId,
      limit: key.limitCodes,
      after: fromMs,
      until: toMs,
      ...textsOf({ fromMs, toMs: toMs + LONGEST_CALL_MS }),
    },
    second,
  );
  return row ?? { accepted: 0, refused: 0 };
}

const refusals = z.object({ requests: z.number(), refused: z.number(), first_ms: z.number() });

/** How often a key was rate limited in a stretch of time, and when first. */
export async function refusalsOfKey(
  clickhouse: ClickHouse,
  key: KeyLimited,
  range: TimeRange,
): Promise<z.infer<typeof refusals>> {
  const [row] = await clickhouse.query(
    `SELECT uniqExact(RequestId) AS requests,
       uniqExactIf(RequestId, Code IN ({limit: Array(String)})) AS refused,
       toUnixTimestamp64Milli(minIf(Timestamp, Code IN ({limit: Array(String)}))) AS first_ms
     FROM api_requests PREWHERE KeyId = {key: String} AND ${WITHIN}`,
    { key: key.keyId, limit: key.limitCodes, ...textsOf(range) },
    refusals,
  );
  return row ?? { requests: 0, refused: 0, first_ms: 0 };
}
