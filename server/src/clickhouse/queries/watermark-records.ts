import { ATTR, WATERMARK_EVENT } from '@request-desk/shared/attributes';
import { MINUTE_MS } from '@request-desk/shared/durations';
import type { WatermarkRecord } from '@request-desk/shared/watermark-record';
import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { timeText } from './millis.ts';

/** In the year 2200: what counts nanoseconds is far beyond. */
const LAST_MS = 7_258_118_400_000;

/** A natural number as an attribute spells it; an absent one is 0. */
const natural = (most: number) =>
  z.string().regex(/^\d*$/).default('').transform(Number).pipe(z.int().max(most));
const time = natural(LAST_MS);
const count = natural(Number.MAX_SAFE_INTEGER);
const text = (but: RegExp) =>
  z
    .string()
    .default('')
    .transform((value) => value.replaceAll(but, ''));

export const producerId = z.string().regex(/^prd_[0-9A-Za-z_-]{1,60}$/);

/** The attributes of a record of ours. */
const attributes = z.object({
  [ATTR.producerId]: producerId,
  [ATTR.producerEpoch]: natural(2 ** 31 - 1).pipe(z.int().min(1)),
  [ATTR.watermarkNumber]: count,
  [ATTR.watermarkAt]: time,
  [ATTR.watermarkFailed]: count,
  [ATTR.watermarkSucceeded]: count,
  [ATTR.watermarkReceivedTo]: time,
  [ATTR.watermarkClock]: z.enum(['reference', 'wall']).catch('wall'),
  [ATTR.watermarkState]: z.enum(['running', 'drained', 'ended']).catch('running'),
  [ATTR.watermarkRoles]: text(/[^a-z,]/g),
  [ATTR.watermarkLosableSince]: time,
});

const row = z.object({ said: z.record(z.string(), z.string()), instance: text(/[^ -~]/g) });

/** A watermark record as its producer wrote it, and the process that wrote it. */
export type StoredWatermark = WatermarkRecord & { readonly instance: string };

/** Of older ones, one for so long is enough to go by. */
const THIN_AFTER_MS = MINUTE_MS;
const THIN_TO_S = 10;
const THIN = `LIMIT 1 BY said['${ATTR.producerId}'], said['${ATTR.producerEpoch}'],
  said['${ATTR.watermarkState}'], if(Timestamp > fromUnixTimestamp64Milli({recent: Int64}),
    said['${ATTR.watermarkNumber}'], toString(toStartOfInterval(Timestamp, INTERVAL ${THIN_TO_S} SECOND)))`;

/**
 * Watermark records with a Timestamp since `sinceMs`, the newest first, of some producers or of all.
 * They belong to no trace, so the sort key finds them. This is asked all the time, and what it costs
 * the store is its analysis: so the attributes are read here and not there. Any API may write records,
 * in any language: one that does not keep to the schema is passed over, so that it does not keep all
 * others from being read. A record may be there more than once.
 */
export async function watermarkRecords(
  clickhouse: ClickHouse,
  sinceMs: number,
  nowMs: number,
  producers?: readonly string[],
): Promise<StoredWatermark[]> {
  const recent = Math.floor(nowMs) - THIN_AFTER_MS;
  const thin = sinceMs < recent;
  const rows = await clickhouse.query(
    `SELECT LogAttributes AS said, ResourceAttributes['${ATTR.instance}'] AS instance
     FROM otel_logs
     PREWHERE TraceId = '' AND EventName = {event: String} AND Timestamp >= {since: String}
     ${producers ? `WHERE said['${ATTR.producerId}'] IN ({producers: Array(String)})` : ''}
     ORDER BY Timestamp DESC ${thin ? THIN : ''}`,
    {
      event: WATERMARK_EVENT,
      since: timeText(Math.max(0, Math.floor(sinceMs))),
      ...(thin ? { recent } : {}),
      ...(producers ? { producers } : {}),
    },
    row,
  );
  return rows.flatMap(({ said, instance }) => {
    const read = attributes.safeParse(said);
    return read.success ? [asStored(read.data, instance)] : [];
  });
}

function asStored(said: z.infer<typeof attributes>, instance: string): StoredWatermark {
  return {
    producer: said[ATTR.producerId],
    epoch: said[ATTR.producerEpoch],
    number: said[ATTR.watermarkNumber],
    at: said[ATTR.watermarkAt],
    failed: said[ATTR.watermarkFailed],
    succeeded: said[ATTR.watermarkSucceeded],
    receivedTo: said[ATTR.watermarkReceivedTo] || undefined,
    clock: said[ATTR.watermarkClock],
    state: said[ATTR.watermarkState],
    roles: said[ATTR.watermarkRoles].split(',').filter(Boolean),
    losableSince: said[ATTR.watermarkLosableSince] || undefined,
    instance,
  };
}
