import { ATTR, WATERMARK_EVENT } from '@request-desk/shared/attributes';
import { DAY_MS } from '@request-desk/shared/durations';
import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { timeText } from './millis.ts';

const row = z.object({
  epoch: z.string(),
  at: z.string(),
  received_to: z.string(),
  clock: z.string(),
});

const said = (attribute: string) => `LogAttributes['${attribute}']`;

/**
 * Whether the store holds a watermark record of `producer` and `epoch` that speaks up to `atMs`
 * (milliseconds since 1970): exactly, where that is on the reference clock; by its own clock it says a
 * later time, because some skew was taken off. What costs the store most is the analysis: so the times
 * are compared here.
 */
export async function holdsRecord(
  clickhouse: ClickHouse,
  producer: string,
  epoch: number,
  atMs: number,
): Promise<boolean> {
  const rows = await clickhouse.query(
    `SELECT DISTINCT ${said(ATTR.producerEpoch)} AS epoch, ${said(ATTR.watermarkAt)} AS at,
       ${said(ATTR.watermarkReceivedTo)} AS received_to, ${said(ATTR.watermarkClock)} AS clock
     FROM otel_logs
     PREWHERE TraceId = '' AND EventName = {event: String} AND Timestamp >= {at: String}
     WHERE ${said(ATTR.producerId)} = {producer: String}`,
    { event: WATERMARK_EVENT, producer, at: timeText(Math.floor(atMs)) },
    row,
  );
  return rows.some(({ epoch: of, at, received_to, clock }) => {
    if (Number(of) !== epoch) return false;
    const receivedTo = Number(received_to);
    const to = receivedTo > 0 ? Math.min(Number(at), receivedTo) : Number(at);
    return to === atMs || (clock !== 'reference' && to >= atMs && to <= atMs + DAY_MS);
  });
}
