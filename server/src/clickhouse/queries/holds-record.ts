import { ATTR, WATERMARK_EVENT } from '@request-desk/shared/attributes';
import { DAY_MS } from '@request-desk/shared/durations';
import { z } from 'zod';
import type { ClickHouse } from '../client.ts';

const row = z.object({ held: z.int() });

const number = (attribute: string) => `toInt64OrZero(LogAttributes['${attribute}'])`;

/**
 * Whether the store holds a watermark record of `producer` and `epoch` that speaks up to `atMs`
 * (milliseconds since 1970): exactly, where that is on the reference clock; by its own clock it says a
 * later time, because some skew was taken off.
 */
export async function holdsRecord(
  clickhouse: ClickHouse,
  producer: string,
  epoch: number,
  atMs: number,
): Promise<boolean> {
  const received = number(ATTR.watermarkReceivedTo);
  const at = number(ATTR.watermarkAt);
  const [found] = await clickhouse.query(
    `SELECT toUInt32(count()) AS held FROM (
       SELECT if(${received} > 0, least(${at}, ${received}), ${at}) AS to
       FROM otel_logs
       WHERE TraceId = '' AND EventName = {event: String}
         AND Timestamp >= fromUnixTimestamp64Milli({at: Int64})
         AND LogAttributes['${ATTR.producerId}'] = {producer: String}
         AND ${number(ATTR.producerEpoch)} = {epoch: UInt32}
         AND (to = {at: Int64} OR
           (LogAttributes['${ATTR.watermarkClock}'] != 'reference'
             AND to BETWEEN {at: Int64} AND {at: Int64} + ${DAY_MS}))
       LIMIT 1)`,
    { event: WATERMARK_EVENT, producer, epoch, at: atMs },
    row,
  );
  return found?.held === 1;
}
