import { ATTR, WATERMARK_EVENT } from '@request-desk/shared/attributes';
import { z } from 'zod';
import type { ClickHouse } from '../client.ts';

const record = z.object({
  producer: z.string(),
  epoch: z.int(),
  number: z.int(),
  at: z.int(),
  failed: z.int(),
  succeeded: z.int(),
  received_to: z.int().describe('0: nothing is claimed'),
  clock: z.enum(['reference', 'wall']).catch('wall'),
  state: z.enum(['running', 'drained', 'ended']).catch('running'),
  roles: z.string(),
  losable_since: z.int().describe('0: nothing was losable'),
  instance: z.string(),
});

/** A stored watermark record, as its producer wrote it; times in milliseconds since 1970. */
export type StoredWatermark = z.infer<typeof record>;

/** Of older ones, one for so long is enough to go by. */
const THIN_AFTER_MS = 60_000;
const THIN_TO_MS = 10_000;
/** In the year 2200: what counts nanoseconds is far beyond. */
const LAST_MS = 7_258_118_400_000;

/**
 * Any API may write records, in any language: one that does not keep to the schema is passed over,
 * so that it does not keep all others from being read.
 */
const WELL_FORMED = `match(producer, '^prd_[0-9A-Za-z_-]{1,60}$')
  AND epoch BETWEEN 1 AND ${2 ** 31 - 1} AND number BETWEEN 0 AND ${Number.MAX_SAFE_INTEGER}
  AND at BETWEEN 0 AND ${LAST_MS}
  AND failed BETWEEN 0 AND ${Number.MAX_SAFE_INTEGER}
  AND succeeded BETWEEN 0 AND ${Number.MAX_SAFE_INTEGER}
  AND received_to BETWEEN 0 AND ${LAST_MS} AND losable_since BETWEEN 0 AND ${LAST_MS}`;

const number = (attribute: string) => `toInt64OrZero(LogAttributes['${attribute}'])`;

/**
 * Watermark records with a Timestamp since `sinceMs`, the newest first. They belong to no trace, so
 * the sort key finds them. Of some producers or of all. Rows may be there twice until a merge: the same record is told once.
 */
export function watermarkRecords(
  clickhouse: ClickHouse,
  sinceMs: number,
  nowMs: number,
  producers?: readonly string[],
): Promise<StoredWatermark[]> {
  return clickhouse.query(
    `SELECT LogAttributes['${ATTR.producerId}'] AS producer, ${number(ATTR.producerEpoch)} AS epoch,
       ${number(ATTR.watermarkNumber)} AS number, ${number(ATTR.watermarkAt)} AS at,
       ${number(ATTR.watermarkFailed)} AS failed, ${number(ATTR.watermarkSucceeded)} AS succeeded,
       ${number(ATTR.watermarkReceivedTo)} AS received_to,
       LogAttributes['${ATTR.watermarkClock}'] AS clock,
       LogAttributes['${ATTR.watermarkState}'] AS state,
       replaceRegexpAll(LogAttributes['${ATTR.watermarkRoles}'], '[^a-z,]', '') AS roles,
       ${number(ATTR.watermarkLosableSince)} AS losable_since,
       replaceRegexpAll(ResourceAttributes['${ATTR.instance}'], '[^ -~]', '') AS instance
     FROM otel_logs
     WHERE TraceId = '' AND EventName = {event: String} AND ${WELL_FORMED}
       AND Timestamp >= fromUnixTimestamp64Milli({since: Int64})
       ${producers ? 'AND producer IN ({producers: Array(String)})' : ''}
     ORDER BY producer, epoch DESC, number DESC
     LIMIT 1 BY producer, epoch, state,
       if(at > {recent: Int64}, at, intDiv(at, ${THIN_TO_MS}))`,
    {
      event: WATERMARK_EVENT,
      since: Math.max(0, Math.floor(sinceMs)),
      recent: Math.floor(nowMs) - THIN_AFTER_MS,
      ...(producers ? { producers } : {}),
    },
    record,
  );
}
